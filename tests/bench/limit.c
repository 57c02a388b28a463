/* What the machine can do at most: one thread, epoll, nothing stored. `limit PORT BYTES`
 *
 * A GET becomes a websocket; a POST is numbered, sent to every websocket as one frame of BYTES, then answered with
 * its number in X-Rank. The handshake's key is not answered: only our own client connects. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 8192  /* file descriptors */
#define ROOM 8192  /* bytes of one request */

static struct { char text[ROOM]; int held; } *requests[MOST];
static int sockets[MOST], count, rank, size;
static char frame[1 << 16];

static void tell(void) {
    char head[96];
    int h = snprintf(head, sizeof head, "<p id=\"count\">%d post-its</p>", rank);
    int at = size < 126 ? 2 : 4;
    memset(frame + at, '.', size);
    memcpy(frame + at, head, h);
    frame[0] = (char)0x81;
    if (at == 2) frame[1] = size;
    else { frame[1] = 126; frame[2] = size >> 8; frame[3] = size; }
    for (int i = 0; i < count; i++) send(sockets[i], frame, at + size, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void leave(int fd) {
    for (int i = 0; i < count; i++) if (sockets[i] == fd) { sockets[i] = sockets[--count]; break; }
    free(requests[fd]);
    requests[fd] = NULL;
    close(fd);
}

static void answer(int fd) {
    char text[256];
    rank++;
    tell();
    int n = snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\nX-Rank: %d\r\nContent-Length: 2\r\n\r\nok", rank);
    send(fd, text, n, MSG_NOSIGNAL);
}

static void upgrade(int fd) {
    const char *text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    send(fd, text, strlen(text), MSG_NOSIGNAL);
    sockets[count++] = fd;
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
    if (text[0] == 'G') upgrade(fd); else answer(fd);
}

int main(int argc, char **argv) {
    int yes = 1, epoll = epoll_create1(0), door = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[1])) };
    struct epoll_event wanted = { .events = EPOLLIN, .data.fd = door }, came[256];
    size = argc > 2 ? atoi(argv[2]) : 1300;
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
