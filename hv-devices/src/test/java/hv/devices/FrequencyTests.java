package hv.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FrequencyTests {
    @Test void tickBeginsAtItsNanosecond() {
        var random = new Random(1);
        for (long hertz : new long[] {32_768, 1_193_182, 3_579_545}) {
            var clock = new Frequency(hertz);
            for (int i = 0; i < 10_000; i++) {
                long tick = random.nextLong(1L << 40), at = clock.nanosAt(tick);
                assertEquals(tick, clock.ticksAt(at), () -> hertz + " Hz, tick " + tick);
                assertTrue(clock.ticksAt(at - 1) < tick || tick == 0, () -> hertz + " Hz, tick " + tick);
            }
        }
    }

    @Test void aYearDoesNotOverflow() {
        assertEquals(365L * 86_400 * 3_579_545, new Frequency(3_579_545).ticksAt(365L * 86_400 * 1_000_000_000L));
    }
}
