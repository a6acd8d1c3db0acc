package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.state.Segment.CS;
import static hv.cpu.state.Segment.DS;
import static hv.cpu.state.Segment.ES;
import static hv.cpu.state.Segment.FS;
import static hv.cpu.state.Segment.GS;
import static hv.cpu.state.Segment.LDTR;
import static hv.cpu.state.Segment.SS;
import static hv.cpu.state.Segment.TR;

import hv.api.x86.VmcsField;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Segment;
import hv.cpu.vmx.EntryRule.Outcome;

/**
 * What VM entry requires of the guest's segment registers. Most rules come once for each register, with consecutive numbers.
 *
 * @sdm 3C chapter 27 "Checks on Guest Segment Registers"
 */
final class GuestSegmentRules extends RuleTable {
    private static final String[] NAMES = {"ES", "CS", "SS", "DS", "FS", "GS", "LDTR", "TR"};
    /** In the order in which the manual's rules come. */
    private static final int[] ALL = {CS, SS, DS, ES, FS, GS}, DATA = {DS, ES, FS, GS};
    private static final VmcsField[] SELECTOR = fields("SELECTOR"), BASE = fields("BASE"), LIMIT = fields("LIMIT"), RIGHTS = fields("ACCESS_RIGHTS");
    private static final int VIRTUAL_8086_RIGHTS = 0xF3;
    private static final int ACCESSED = 1, READABLE = 2, CODE = 8;
    private static final int BUSY_16 = 3, BUSY_32_OR_64 = 11, LDT = 2;

    /** A condition on one segment register of the guest. */
    @FunctionalInterface
    private interface SegmentCheck {
        boolean holds(Cpu c, int segment);
    }

    GuestSegmentRules() {
        super("GUEST-SEG", Outcome.INVALID_GUEST);
        selectorsAndBases();
        virtual8086();
        types();
        privilege();
        presenceAndReserved();
        granularity();
        taskRegister();
        ldtr();
    }

    private static VmcsField[] fields(String part) {
        var fields = new VmcsField[NAMES.length];
        for (int i = 0; i < fields.length; i++) fields[i] = VmcsField.valueOf("GUEST_" + NAMES[i] + "_" + part);
        return fields;
    }

    private void each(int number, int[] segments, String must, SegmentCheck check) {
        for (int i = 0; i < segments.length; i++) {
            int s = segments[i];
            rule(number + i, NAMES[s] + " " + must, c -> check.holds(c, s), SELECTOR[s], BASE[s], LIMIT[s], RIGHTS[s], GUEST_RFLAGS);
        }
    }

    /** Rules that hold where the guest is not in virtual-8086 mode and the register is usable; CS counts as usable. */
    private void eachUsable(int number, int[] segments, String must, SegmentCheck check) {
        each(number, segments, must, (c, s) -> virtual8086(c) || s != CS && unusable(c, s) || check.holds(c, s));
    }

    private static boolean virtual8086(Cpu c) { return bit(c, GUEST_RFLAGS, 17); }
    private static int rights(Cpu c, int s) { return (int) get(c, RIGHTS[s]); }
    private static int type(Cpu c, int s) { return rights(c, s) & Segment.TYPE; }
    private static int dpl(Cpu c, int s) { return rights(c, s) >> 5 & 3; }
    private static boolean unusable(Cpu c, int s) { return (rights(c, s) & Segment.UNUSABLE) != 0; }
    private static boolean usable(Cpu c, int s) { return !unusable(c, s); }

    private void selectorsAndBases() {
        each(1, new int[] {TR}, "must have a selector with TI 0", (c, s) -> !bit(c, SELECTOR[s], 2));
        each(2, new int[] {LDTR}, "must have a selector with TI 0 if usable", (c, s) -> unusable(c, s) || !bit(c, SELECTOR[s], 2));
        rule(3, "SS must have the RPL of CS, unless the guest is unrestricted",
                c -> virtual8086(c) || unrestricted(c) || low(c, SELECTOR[SS], 2) == low(c, SELECTOR[CS], 2),
                SELECTOR[SS], SELECTOR[CS], GUEST_RFLAGS);
        each(10, new int[] {TR, FS, GS}, "must have a canonical base", (c, s) -> canonical(c, BASE[s]));
        each(13, new int[] {LDTR}, "must have a canonical base if usable", (c, s) -> unusable(c, s) || canonical(c, BASE[s]));
        each(14, new int[] {CS}, "must have a base below 4 GBytes", (c, s) -> get(c, BASE[s]) >>> 32 == 0);
        each(15, new int[] {SS, DS, ES}, "must have a base below 4 GBytes if usable", (c, s) -> unusable(c, s) || get(c, BASE[s]) >>> 32 == 0);
    }

    private void virtual8086() {
        each(4, ALL, "in virtual-8086 mode must have its selector times 16 as base",
                (c, s) -> !virtual8086(c) || get(c, BASE[s]) == get(c, SELECTOR[s]) << 4);
        each(18, ALL, "in virtual-8086 mode must have the limit FFFFH", (c, s) -> !virtual8086(c) || get(c, LIMIT[s]) == 0xFFFF);
        each(24, ALL, "in virtual-8086 mode must have the access rights F3H", (c, s) -> !virtual8086(c) || rights(c, s) == VIRTUAL_8086_RIGHTS);
    }

    private void types() {
        eachUsable(30, new int[] {CS}, "must be accessed code, unless the guest is unrestricted", (c, s) -> unrestricted(c) || accessedCode(c, s));
        eachUsable(31, new int[] {CS}, "of an unrestricted guest must be accessed code or read/write data",
                (c, s) -> !unrestricted(c) || accessedCode(c, s) || type(c, s) == 3);
        eachUsable(32, new int[] {SS}, "must be accessed read/write data", (c, s) -> type(c, s) == 3 || type(c, s) == 7);
        eachUsable(33, DATA, "must be accessed", (c, s) -> (type(c, s) & ACCESSED) != 0);
        eachUsable(37, DATA, "must be readable if it is code", (c, s) -> (type(c, s) & CODE) == 0 || (type(c, s) & READABLE) != 0);
        eachUsable(41, ALL, "must be a code or data segment (S = 1)", (c, s) -> (rights(c, s) & Segment.S) != 0);
    }

    private static boolean accessedCode(Cpu c, int s) { return (type(c, s) & (CODE | ACCESSED)) == (CODE | ACCESSED); }

    private void privilege() {
        eachUsable(47, new int[] {CS}, "of type 3 must have DPL 0", (c, s) -> type(c, s) != 3 || dpl(c, s) == 0);
        eachUsable(48, new int[] {CS}, "that is not conforming must have the DPL of SS",
                (c, s) -> type(c, s) != 9 && type(c, s) != 11 || dpl(c, s) == dpl(c, SS));
        eachUsable(49, new int[] {CS}, "that is conforming must not have a DPL above that of SS",
                (c, s) -> type(c, s) != 13 && type(c, s) != 15 || dpl(c, s) <= dpl(c, SS));
        rule(50, "SS must have its RPL as DPL, unless the guest is unrestricted",
                c -> virtual8086(c) || unrestricted(c) || dpl(c, SS) == low(c, SELECTOR[SS], 2), SELECTOR[SS], RIGHTS[SS], GUEST_RFLAGS);
        rule(51, "SS must have DPL 0 in real mode and where CS has type 3",
                c -> virtual8086(c) || type(c, CS) != 3 && bit(c, GUEST_CR0, 0) || dpl(c, SS) == 0,
                RIGHTS[SS], RIGHTS[CS], GUEST_CR0, GUEST_RFLAGS);
        eachUsable(55, DATA, "must not have a DPL below its RPL, unless conforming code or an unrestricted guest",
                (c, s) -> unrestricted(c) || type(c, s) > 11 || dpl(c, s) >= low(c, SELECTOR[s], 2));
    }

    private void presenceAndReserved() {
        eachUsable(59, ALL, "must be present", (c, s) -> (rights(c, s) & Segment.P) != 0);
        eachUsable(65, ALL, "must have bits 11:8 of its access rights at 0", (c, s) -> (rights(c, s) & 0xF00) == 0);
        eachUsable(71, new int[] {CS}, "of 64-bit code must have D 0",
                (c, s) -> !GuestRegisterRules.ia32e(c) || (rights(c, s) & Segment.L) == 0 || (rights(c, s) & Segment.DB) == 0);
        eachUsable(84, ALL, "must have bits 31:17 of its access rights at 0", (c, s) -> rights(c, s) >>> 17 == 0);
    }

    private void granularity() {
        for (int i = 0; i < ALL.length; i++) {
            int[] one = {ALL[i]};
            eachUsable(72 + 2 * i, one, "must have G 0 if a bit of 11:0 of its limit is 0", GuestSegmentRules::mayHaveG);
            eachUsable(73 + 2 * i, one, "must have G 1 if a bit of 31:20 of its limit is 1", GuestSegmentRules::hasGIfNeeded);
        }
    }

    private static boolean mayHaveG(Cpu c, int s) { return (rights(c, s) & Segment.G) == 0 || low(c, LIMIT[s], 12) == 0xFFF; }

    private static boolean hasGIfNeeded(Cpu c, int s) { return (rights(c, s) & Segment.G) != 0 || get(c, LIMIT[s]) >>> 20 == 0; }

    private void taskRegister() {
        int[] tr = {TR};
        each(90, tr, "of a guest outside IA-32e mode must be a busy TSS",
                (c, s) -> GuestRegisterRules.ia32e(c) || type(c, s) == BUSY_16 || type(c, s) == BUSY_32_OR_64);
        each(91, tr, "of an IA-32e mode guest must be a busy 64-bit TSS", (c, s) -> !GuestRegisterRules.ia32e(c) || type(c, s) == BUSY_32_OR_64);
        each(92, tr, "must be a system segment (S = 0)", (c, s) -> (rights(c, s) & Segment.S) == 0);
        each(93, tr, "must be present", (c, s) -> (rights(c, s) & Segment.P) != 0);
        each(94, tr, "must have bits 11:8 of its access rights at 0", (c, s) -> (rights(c, s) & 0xF00) == 0);
        each(95, tr, "must have G 0 if a bit of 11:0 of its limit is 0", GuestSegmentRules::mayHaveG);
        each(96, tr, "must have G 1 if a bit of 31:20 of its limit is 1", GuestSegmentRules::hasGIfNeeded);
        each(97, tr, "must be usable", GuestSegmentRules::usable);
        each(98, tr, "must have bits 31:17 of its access rights at 0", (c, s) -> rights(c, s) >>> 17 == 0);
    }

    private void ldtr() {
        usableLdtr(99, "must be an LDT", (c, s) -> type(c, s) == LDT);
        usableLdtr(100, "must be a system segment (S = 0)", (c, s) -> (rights(c, s) & Segment.S) == 0);
        usableLdtr(101, "must be present", (c, s) -> (rights(c, s) & Segment.P) != 0);
        usableLdtr(102, "must have bits 11:8 of its access rights at 0", (c, s) -> (rights(c, s) & 0xF00) == 0);
        usableLdtr(103, "must have G 0 if a bit of 11:0 of its limit is 0", GuestSegmentRules::mayHaveG);
        usableLdtr(104, "must have G 1 if a bit of 31:20 of its limit is 1", GuestSegmentRules::hasGIfNeeded);
        usableLdtr(105, "must have bits 31:17 of its access rights at 0", (c, s) -> rights(c, s) >>> 17 == 0);
    }

    private void usableLdtr(int number, String must, SegmentCheck check) {
        each(number, new int[] {LDTR}, "that is usable " + must, (c, s) -> unusable(c, s) || check.holds(c, s));
    }
}
