package hv.cpu.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualClockTests {
    private final VirtualClock clock = new VirtualClock();
    private final List<String> fired = new ArrayList<>();

    private VirtualClock.Alarm alarm(String name) { return clock.alarm(() -> fired.add(name + " at " + clock.ticks())); }

    @Test
    void nothingFiresBeforeItsTick() {
        alarm("a").at(10);
        clock.advance(9);
        clock.fireDue();
        assertEquals(List.of(), fired);
        clock.advance(1);
        clock.fireDue();
        assertEquals(List.of("a at 10"), fired);
    }

    @Test
    void anAlarmFiresOnce() {
        alarm("a").at(10);
        clock.advance(10);
        clock.fireDue();
        clock.fireDue();
        assertEquals(List.of("a at 10"), fired);
        assertEquals(Long.MAX_VALUE, clock.nextAlarm());
    }

    @Test
    void whatIsDueFiresEarliestFirstAndEqualOnesAsMade() {
        var first = alarm("first");
        var second = alarm("second");
        alarm("early").at(3);
        second.at(5);
        first.at(5);
        clock.advance(6);
        clock.fireDue();
        assertEquals(List.of("early at 6", "first at 6", "second at 6"), fired);
    }

    @Test
    void theNextAlarmFollowsArmingCancellingAndRemoval() {
        var near = alarm("near");
        var far = alarm("far");
        far.at(100);
        near.at(50);
        assertEquals(50, clock.nextAlarm());
        near.cancel();
        assertEquals(100, clock.nextAlarm());
        far.remove();
        assertEquals(Long.MAX_VALUE, clock.nextAlarm());
    }

    @Test
    void anAlarmMayArmItselfAgain() {
        var periodic = new VirtualClock.Alarm[1];
        periodic[0] = clock.alarm(() -> {
            fired.add("tick " + clock.ticks());
            periodic[0].at(clock.ticks() + 10);
        });
        periodic[0].at(10);
        for (int i = 0; i < 25; i++) {
            clock.advance(1);
            clock.fireDue();
        }
        assertEquals(List.of("tick 10", "tick 20"), fired);
    }
}
