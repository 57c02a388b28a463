import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** One line per file and standard, then what fails: java -cp … Check.java file.pdf … */
public class Check {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (String file : files)
      for (String standard : new String[] {"3a", "ua1"}) {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(standard);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
          ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
          System.out.println((result.isCompliant() ? "compliant " : "fails ") + standard + " " + file);
          for (TestAssertion each : result.isCompliant() ? new java.util.ArrayList<TestAssertion>() : result.getTestAssertions())
            System.out.println("  " + each.getRuleId().getClause() + " " + each.getMessage());
        }
      }
  }
}
