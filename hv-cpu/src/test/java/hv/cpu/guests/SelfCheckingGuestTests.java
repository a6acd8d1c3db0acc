package hv.cpu.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.testing.BareMachine;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every guest that checks itself finds the bare processor as the manual describes it. */
class SelfCheckingGuestTests {
    private static final long INSTRUCTIONS = 20_000_000;

    static Stream<SelfCheckingGuest> guests() { return Arrays.stream(SelfCheckingGuest.values()).filter(guest -> !guest.needsDevices()); }

    @ParameterizedTest @MethodSource("guests")
    void everyCasePasses(SelfCheckingGuest guest) {
        try (var machine = new BareMachine(64).boot("guests/" + guest.image(), "")) {
            var end = machine.run(INSTRUCTIONS);
            assertEquals(List.of(), SelfCheckingGuest.failures(machine.output()));
            assertEquals(guest.end(), end);
        }
    }
}
