package hv.cpu.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import hv.cpu.Operations;
import hv.cpu.decode.Decoder;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.semantics.Cpu;
import org.junit.jupiter.api.Test;

/** A class that has a processor as a constant is that processor's alone, whatever other processors execute. */
class FusedStepTests {
    private static final int INC_EAX = 0x40;

    private static Cpu processor(Ram ram) {
        var cpu = new Cpu(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, Bus.EMPTY, new VirtualClock());
        cpu.modeChanged();
        return cpu;
    }

    @Test
    void theSameCodeOnTwoProcessorsIsTwoClasses() {
        try (var ram = new Ram(1 << 20)) {
            Cpu one = processor(ram), other = processor(ram);
            var op = new Decoder().decode(_ -> INC_EAX, 0x100, 32);
            var run = new FusedStep.Run(op, Operations.TABLE.of(op.mnemonic), null);
            var shapes = Operations.TABLE.shapes();
            Step ofOne = shapes.fuse(new FusedStep.Data(one, 1, run)), ofOther = shapes.fuse(new FusedStep.Data(other, 1, run));
            for (int i = 0; i < 3; i++) ofOne.chain(one);
            ofOther.chain(other);
            assertNotSame(ofOne.getClass(), ofOther.getClass());
            assertEquals(3, one.r[Cpu.RAX]);
            assertEquals(1, other.r[Cpu.RAX]);
        }
    }
}
