package hv.cpu.silicon;

import static hv.cpu.silicon.Vectors.PAGE_FAULT;

import hv.cpu.Operations;
import hv.cpu.decode.Decoder;
import hv.cpu.decode.Op;
import hv.cpu.engine.Specialised;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.GuestException;
import hv.cpu.system.Reset;

/**
 * The processor of this project in a {@link UserProcess}. An instruction is fetched through paging, decoded and executed without the engine; every
 * other one in the form that blocks have when they have run often.
 */
final class OurProcessor implements AutoCloseable {
    private final Specialised specialised = new Specialised(Operations.TABLE);
    private final Decoder decoder = new Decoder();
    private final Ram ram = new Ram(UserProcess.RAM_BYTES);
    private final Cpu c = new Cpu(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, Bus.EMPTY, new VirtualClock());
    private final UserProcess process;

    /** @param localTable there is an LDT; @param extended x87 and SSE state counts */
    OurProcessor(boolean localTable, boolean extended) {
        Reset.reset(c);
        process = new UserProcess(c, localTable, extended);
    }

    /** Executes the instruction of a case. @param region where its memory lies */
    void run(State before, Region region, State after) {
        process.load(before, region);
        after.set(State.VECTOR, State.NONE);
        after.set(State.ERROR, 0);
        try {
            execute(before.get(State.RIP), before.get(State.RIP) + Tables.base(before.selector(State.CS)));
        } catch (GuestException e) {
            c.rip = before.get(State.RIP);
            after.set(State.VECTOR, e.vector);
            after.set(State.ERROR, Math.max(0, e.errorCode));
            if (e.vector == PAGE_FAULT) c.cr2 = e.linear;
        }
        process.save(after, region);
        process.clear(before);
    }

    private void execute(long rip, long linear) {
        Op op = decoder.decode(i -> c.mem.fetchedByte(c.mem.fetch(linear + i)), rip, c.codeWidth * 8);
        c.iterations = Long.MAX_VALUE;
        c.rip = op.next;
        if ((rip & 1) != 0) specialised.run(op, c);
        else Operations.TABLE.of(op.mnemonic).run(c, op, op.width, op.dk, op.sk);
    }

    @Override public void close() { ram.close(); }
}
