package hv.cpu.entry;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.state.Segment.CS;
import static hv.cpu.state.Segment.DS;
import static hv.cpu.state.Segment.ES;
import static hv.cpu.state.Segment.FS;
import static hv.cpu.state.Segment.GS;
import static hv.cpu.state.Segment.LDTR;
import static hv.cpu.state.Segment.SS;
import static hv.cpu.state.Segment.TR;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr0;
import hv.api.x86.Rflags;
import hv.api.x86.VmcsField;
import hv.cpu.state.Segment;
import hv.cpu.entry.EntryRule.Outcome;

/**
 * The requirements of VM entry on the guest's segment registers. Most rules come once for each register, with consecutive numbers.
 *
 * @sdm 3C chapter 27 "Checks on Guest Segment Registers"
 */
final class GuestSegmentRules extends RuleTable {
    private static final String[] NAMES = {"ES", "CS", "SS", "DS", "FS", "GS", "LDTR", "TR"};
    /** Registers, in the order of the manual's rules. */
    private static final int[] ALL = {CS, SS, DS, ES, FS, GS}, DATA = {DS, ES, FS, GS};
    private static final VmcsField[] SELECTOR = fields("SELECTOR"), BASE = fields("BASE"), LIMIT = fields("LIMIT"), RIGHTS = fields("ACCESS_RIGHTS");
    private static final int ACCESSED = 1, READABLE = 2, CODE = 8;
    private static final int BUSY_16 = 3, BUSY_32_OR_64 = 11, LDT = 2;

    /** A condition on one segment register of the guest. */
    @FunctionalInterface
    private interface SegmentCheck {
        boolean holds(EntryView v, int segment);
    }

    GuestSegmentRules() {
        super("GUEST-SEG", "Checks on Guest Segment Registers", Outcome.INVALID_GUEST);
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
            rule(number + i, NAMES[s] + " " + must, v -> check.holds(v, s), SELECTOR[s], BASE[s], LIMIT[s], RIGHTS[s], GUEST_RFLAGS);
        }
    }

    /** Rules that hold where the guest is not in virtual-8086 mode and the register is usable; CS counts as usable. */
    private void eachUsable(int number, int[] segments, String must, SegmentCheck check) {
        each(number, segments, must, (v, s) -> virtual8086(v) || s != CS && unusable(v, s) || check.holds(v, s));
    }

    private static boolean virtual8086(EntryView v) { return has(v, GUEST_RFLAGS, Rflags.VM); }
    private static int rights(EntryView v, int s) { return (int) get(v, RIGHTS[s]); }
    private static int type(EntryView v, int s) { return rights(v, s) & AccessRights.TYPE; }
    private static int dpl(EntryView v, int s) { return rights(v, s) >> 5 & 3; }
    private static boolean unusable(EntryView v, int s) { return (rights(v, s) & AccessRights.UNUSABLE) != 0; }
    private static boolean usable(EntryView v, int s) { return !unusable(v, s); }

    private void selectorsAndBases() {
        each(1, new int[] {TR}, "must have a selector with TI 0", (v, s) -> !bit(v, SELECTOR[s], 2));
        each(2, new int[] {LDTR}, "must have a selector with TI 0 if usable", (v, s) -> unusable(v, s) || !bit(v, SELECTOR[s], 2));
        rule(3, "SS must have the RPL of CS, unless the guest is unrestricted",
                v -> virtual8086(v) || unrestricted(v) || low(v, SELECTOR[SS], 2) == low(v, SELECTOR[CS], 2),
                SELECTOR[SS], SELECTOR[CS], GUEST_RFLAGS);
        each(10, new int[] {TR, FS, GS}, "must have a canonical base", (v, s) -> canonical(v, BASE[s]));
        each(13, new int[] {LDTR}, "must have a canonical base if usable", (v, s) -> unusable(v, s) || canonical(v, BASE[s]));
        each(14, new int[] {CS}, "must have a base below 4 GBytes", (v, s) -> get(v, BASE[s]) >>> 32 == 0);
        each(15, new int[] {SS, DS, ES}, "must have a base below 4 GBytes if usable", (v, s) -> unusable(v, s) || get(v, BASE[s]) >>> 32 == 0);
    }

    private void virtual8086() {
        each(4, ALL, "in virtual-8086 mode must have its selector times 16 as base",
                (v, s) -> !virtual8086(v) || get(v, BASE[s]) == get(v, SELECTOR[s]) << 4);
        each(18, ALL, "in virtual-8086 mode must have the limit FFFFH", (v, s) -> !virtual8086(v) || get(v, LIMIT[s]) == 0xFFFF);
        each(24, ALL, "in virtual-8086 mode must have the access rights F3H", (v, s) -> !virtual8086(v) || rights(v, s) == AccessRights.VIRTUAL_8086);
    }

    private void types() {
        eachUsable(30, new int[] {CS}, "must be accessed code, unless the guest is unrestricted", (v, s) -> unrestricted(v) || accessedCode(v, s));
        eachUsable(31, new int[] {CS}, "of an unrestricted guest must be accessed code or read/write data",
                (v, s) -> !unrestricted(v) || accessedCode(v, s) || type(v, s) == 3);
        eachUsable(32, new int[] {SS}, "must be accessed read/write data", (v, s) -> type(v, s) == 3 || type(v, s) == 7);
        eachUsable(33, DATA, "must be accessed", (v, s) -> (type(v, s) & ACCESSED) != 0);
        eachUsable(37, DATA, "must be readable if it is code", (v, s) -> (type(v, s) & CODE) == 0 || (type(v, s) & READABLE) != 0);
        eachUsable(41, ALL, "must be a code or data segment (S = 1)", (v, s) -> (rights(v, s) & AccessRights.S) != 0);
    }

    private static boolean accessedCode(EntryView v, int s) { return (type(v, s) & (CODE | ACCESSED)) == (CODE | ACCESSED); }

    private void privilege() {
        eachUsable(47, new int[] {CS}, "of type 3 must have DPL 0", (v, s) -> type(v, s) != 3 || dpl(v, s) == 0);
        rule(48, "CS that is not conforming must have the DPL of SS",
                v -> virtual8086(v) || type(v, CS) != 9 && type(v, CS) != 11 || dpl(v, CS) == dpl(v, SS), RIGHTS[CS], RIGHTS[SS], GUEST_RFLAGS);
        rule(49, "CS that is conforming must not have a DPL above that of SS",
                v -> virtual8086(v) || type(v, CS) != 13 && type(v, CS) != 15 || dpl(v, CS) <= dpl(v, SS), RIGHTS[CS], RIGHTS[SS], GUEST_RFLAGS);
        rule(50, "SS must have its RPL as DPL, unless the guest is unrestricted",
                v -> virtual8086(v) || unrestricted(v) || dpl(v, SS) == low(v, SELECTOR[SS], 2), SELECTOR[SS], RIGHTS[SS], GUEST_RFLAGS);
        rule(51, "SS must have DPL 0 in real mode and where CS has type 3",
                v -> virtual8086(v) || type(v, CS) != 3 && has(v, GUEST_CR0, Cr0.PE) || dpl(v, SS) == 0,
                RIGHTS[SS], RIGHTS[CS], GUEST_CR0, GUEST_RFLAGS);
        eachUsable(55, DATA, "must not have a DPL below its RPL, unless conforming code or an unrestricted guest",
                (v, s) -> unrestricted(v) || type(v, s) > 11 || dpl(v, s) >= low(v, SELECTOR[s], 2));
    }

    private void presenceAndReserved() {
        eachUsable(59, ALL, "must be present", (v, s) -> (rights(v, s) & AccessRights.P) != 0);
        eachUsable(65, ALL, "must have bits 11:8 of its access rights at 0", (v, s) -> (rights(v, s) & 0xF00) == 0);
        eachUsable(71, new int[] {CS}, "of 64-bit code must have D 0",
                (v, s) -> !GuestRegisterRules.ia32e(v) || (rights(v, s) & AccessRights.L) == 0 || (rights(v, s) & AccessRights.DB) == 0);
        eachUsable(84, ALL, "must have bits 31:17 of its access rights at 0", (v, s) -> rights(v, s) >>> 17 == 0);
    }

    private void granularity() {
        for (int i = 0; i < ALL.length; i++) {
            int[] one = {ALL[i]};
            eachUsable(72 + 2 * i, one, "must have G 0 if a bit of 11:0 of its limit is 0", GuestSegmentRules::mayHaveG);
            eachUsable(73 + 2 * i, one, "must have G 1 if a bit of 31:20 of its limit is 1", GuestSegmentRules::hasGIfNeeded);
        }
    }

    private static boolean mayHaveG(EntryView v, int s) { return (rights(v, s) & AccessRights.G) == 0 || low(v, LIMIT[s], 12) == 0xFFF; }

    private static boolean hasGIfNeeded(EntryView v, int s) { return (rights(v, s) & AccessRights.G) != 0 || get(v, LIMIT[s]) >>> 20 == 0; }

    private void taskRegister() {
        int[] tr = {TR};
        each(90, tr, "of a guest outside IA-32e mode must be a busy TSS",
                (v, s) -> GuestRegisterRules.ia32e(v) || type(v, s) == BUSY_16 || type(v, s) == BUSY_32_OR_64);
        each(91, tr, "of an IA-32e mode guest must be a busy 64-bit TSS", (v, s) -> !GuestRegisterRules.ia32e(v) || type(v, s) == BUSY_32_OR_64);
        each(92, tr, "must be a system segment (S = 0)", (v, s) -> (rights(v, s) & AccessRights.S) == 0);
        each(93, tr, "must be present", (v, s) -> (rights(v, s) & AccessRights.P) != 0);
        each(94, tr, "must have bits 11:8 of its access rights at 0", (v, s) -> (rights(v, s) & 0xF00) == 0);
        each(95, tr, "must have G 0 if a bit of 11:0 of its limit is 0", GuestSegmentRules::mayHaveG);
        each(96, tr, "must have G 1 if a bit of 31:20 of its limit is 1", GuestSegmentRules::hasGIfNeeded);
        each(97, tr, "must be usable", GuestSegmentRules::usable);
        each(98, tr, "must have bits 31:17 of its access rights at 0", (v, s) -> rights(v, s) >>> 17 == 0);
    }

    private void ldtr() {
        usableLdtr(99, "must be an LDT", (v, s) -> type(v, s) == LDT);
        usableLdtr(100, "must be a system segment (S = 0)", (v, s) -> (rights(v, s) & AccessRights.S) == 0);
        usableLdtr(101, "must be present", (v, s) -> (rights(v, s) & AccessRights.P) != 0);
        usableLdtr(102, "must have bits 11:8 of its access rights at 0", (v, s) -> (rights(v, s) & 0xF00) == 0);
        usableLdtr(103, "must have G 0 if a bit of 11:0 of its limit is 0", GuestSegmentRules::mayHaveG);
        usableLdtr(104, "must have G 1 if a bit of 31:20 of its limit is 1", GuestSegmentRules::hasGIfNeeded);
        usableLdtr(105, "must have bits 31:17 of its access rights at 0", (v, s) -> rights(v, s) >>> 17 == 0);
    }

    private void usableLdtr(int number, String must, SegmentCheck check) {
        each(number, new int[] {LDTR}, "that is usable " + must, (v, s) -> unusable(v, s) || check.holds(v, s));
    }
}
