/* What the machine can do at most: one thread, epoll, nothing stored. `limit PORT BYTES_PHONE BYTES_BOARD BYTES_CONSOLE`
 *
 * GET /ROOM/AUDIENCE becomes a websocket; POST /ROOM is numbered, sent to every websocket of the room as one frame of
 * its audience's bytes, then answered with its number in X-Rank. A socket whose buffer is full is waited for: nothing
 * is lost here. The handshake's key is not answered: only our own client connects. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 8192  /* file descriptors */
#define ROOM 8192  /* bytes of one request */
#define AUDIENCES 3

static struct { char text[ROOM]; int held; } *requests[MOST];
static struct { int fd, room, audience; } sockets[MOST];
static struct { char bytes[1 << 16]; int size; } frames[AUDIENCES];
static int count, rank, sizes[AUDIENCES];

static void make_frames(void) {
    char head[96];
    int h = snprintf(head, sizeof head, "<li id=\"postit-%d\">", rank);
    for (int a = 0; a < AUDIENCES; a++) {
        unsigned char *bytes = (unsigned char *)frames[a].bytes;
        int size = sizes[a] < h ? h : sizes[a], at = size < 126 ? 2 : 4;
        memset(bytes + at, '.', size);
        memcpy(bytes + at, head, h);
        bytes[0] = 0x81;
        bytes[1] = size < 126 ? size : 126;
        if (at == 4) { bytes[2] = size >> 8; bytes[3] = size; }
        frames[a].size = at + size;
    }
}

static void push(int fd, const char *bytes, int size) {
    while (size > 0) {
        int n = send(fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno != EAGAIN) return; /* gone: its own event says so */
        if (n < size) poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, 1000);
        if (n > 0) { bytes += n; size -= n; }
    }
}

static void leave(int fd) {
    for (int i = 0; i < count; i++) if (sockets[i].fd == fd) { sockets[i] = sockets[--count]; break; }
    free(requests[fd]);
    requests[fd] = NULL;
    close(fd);
}

static void answer(int fd, int room) {
    char text[256];
    rank++;
    make_frames();
    for (int i = 0; i < count; i++) if (sockets[i].room == room)
        push(sockets[i].fd, frames[sockets[i].audience].bytes, frames[sockets[i].audience].size);
    int n = snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\nX-Rank: %d\r\nContent-Length: 2\r\n\r\nok", rank);
    send(fd, text, n, MSG_NOSIGNAL);
}

static void upgrade(int fd, int room, char audience) {
    const char *text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    send(fd, text, strlen(text), MSG_NOSIGNAL);
    sockets[count].fd = fd;
    sockets[count].room = room;
    sockets[count++].audience = audience == 'b' ? 1 : audience == 'c' ? 2 : 0;
}

static void hear(int fd) {
    int n = recv(fd, requests[fd]->text + requests[fd]->held, ROOM - 1 - requests[fd]->held, 0);
    if (n <= 0) { leave(fd); return; }
    requests[fd]->held += n;
    requests[fd]->text[requests[fd]->held] = 0;
    char *text = requests[fd]->text, *end = strstr(text, "\r\n\r\n");
    if (text[0] != 'G' && text[0] != 'P') { requests[fd]->held = 0; return; } /* a pong */
    if (!end) return;
    char *length = strcasestr(text, "content-length:");
    int body = length && length < end ? atoi(length + 15) : 0;
    if (text + requests[fd]->held < end + 4 + body) return;
    requests[fd]->held = 0;
    char *room = strchr(text, '/') + 1, *audience = strchr(room, '/') + 1;
    if (text[0] == 'G') upgrade(fd, atoi(room), *audience); else answer(fd, atoi(room));
}

int main(int argc, char **argv) {
    int yes = 1, epoll = epoll_create1(0), door = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 0) };
    struct epoll_event wanted = { .events = EPOLLIN, .data.fd = door }, came[256];
    if (argc < 2 + AUDIENCES) return 1;
    for (int a = 0; a < AUDIENCES; a++) sizes[a] = atoi(argv[2 + a]);
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(door, (struct sockaddr *)&here, sizeof here) || listen(door, 1024)) return 1;
    epoll_ctl(epoll, EPOLL_CTL_ADD, door, &wanted);
    for (;;) {
        int n = epoll_wait(epoll, came, 256, -1);
        for (int i = 0; i < n; i++) {
            int fd = came[i].data.fd;
            if (fd != door) { hear(fd); continue; }
            fd = accept(door, NULL, NULL);
            if (fd < 0 || fd >= MOST) { if (fd >= 0) close(fd); continue; }
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
            requests[fd] = calloc(1, sizeof *requests[fd]);
            wanted.data.fd = fd;
            epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &wanted);
        }
    }
}
