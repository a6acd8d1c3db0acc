package hv.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTests {
    private static final List<String> PLUGINS = List.of("acpi", "cpuid", "hooked-page", "msr", "pci", "pic", "pit", "serial", "serial-two");

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource({"cpiud, cpuid", "cpid, cpuid", "cpuiid, cpuid", "cpuix, cpuid", "Cpuid, cpuid",
        "hooked_page, hooked-page", "hokedpage, hooked-page", "seriall, serial"})
    void aSlipOfThePenIsNearWhatWasMeant(String slip, String meant) { assertEquals(List.of(meant), Names.near(slip, PLUGINS)); }

    @Test void theBeginningOfANameIsNearIt() { assertEquals(List.of("hooked-page"), Names.near("hook", PLUGINS)); }

    @Test void namesThatAreEquallyNearAreAllNamed() { assertEquals(List.of("pic", "pit"), Names.near("pik", PLUGINS)); }

    @Test void aNameThatIsFarFromAllIsNearNone() { assertEquals(List.of(), Names.near("nonesuch", PLUGINS)); }

    @Test void twoLettersAreTooFewToGuess() { assertEquals(List.of(), Names.near("pi", PLUGINS)); }

    @Test void aComplaintGoesOnWithTheGuessAndTheList() {
        assertEquals("; did you mean 'msr'? There are: cpuid, msr", Names.choices("mrs", List.of("cpuid", "msr")));
    }

    @Test void aComplaintGoesOnWithTheListAloneWhereNothingIsNear() {
        assertEquals("; there are: cpuid, msr", Names.choices("nonesuch", List.of("cpuid", "msr")));
    }

    @Test void severalGuessesAreJoined() { assertEquals("; did you mean 'pic' or 'pit'?", Names.hint("pix", List.of("pci", "pic", "pit"))); }
}
