package hv.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortTests {
    private final FakeVm vm = new FakeVm();

    @Nested class OfTheDebugPort extends ExitHandlerContract {
        @Override protected ExitHandler handler() { return new DebugPort(); }
        @BeforeEach void plugIn() { new DebugPort().plugIn(vm); }

        @Test void printsTheLowByteOfWhatIsWritten() {
            vm.port(0xE9).out(0xE9, 1, 'h');
            vm.port(0xE9).out(0xE9, 4, 0x7A7A_7A69);
            assertEquals("hi", vm.console().printed());
        }

        @Test void readsItsOwnNumber() {
            assertEquals(0xE9, vm.port(0xE9).in(0xE9, 1));
        }
    }

    @Nested class OfTheExitPort extends ExitHandlerContract {
        @Override protected ExitHandler handler() { return new ExitPort(); }
        @BeforeEach void plugIn() { new ExitPort().plugIn(vm); }

        @ParameterizedTest @CsvSource({"0, 1, 1", "0x10, 1, 33", "0xFF, 1, 255", "0x1234, 2, 0x69", "-1, 4, 255"})
        void writeOfVEndsWithTwiceVPlusOneModulo256(String value, int bytes, String status) {
            vm.port(0xF4).out(0xF4, bytes, Integer.decode(value));
            assertEquals(OptionalInt.of(Integer.decode(status)), vm.stopped());
        }

        @Test void readingDoesNotEndTheRun() {
            vm.port(0xF4).in(0xF4, 1);
            assertTrue(vm.stopped().isEmpty());
        }
    }
}
