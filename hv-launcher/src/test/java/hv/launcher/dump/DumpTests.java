package hv.launcher.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.VmcsField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpTests {
    private static final Path KVM = Path.of("src/test/resources/hv/launcher/dump/kvm.txt");

    @TempDir Path folder;

    private Dump read(String text) throws IOException { return Dump.read(Files.writeString(folder.resolve("dump"), text)); }
    private static String kvm() throws IOException { return Files.readString(KVM); }
    private static String eachLine(String text, UnaryOperator<String> change) { return text.lines().map(change).collect(Collectors.joining("\n")); }

    @Test void everyNumberOfKvmsLogBecomesAField() throws IOException {
        var dump = Dump.read(KVM);
        assertEquals("KVM's kernel log", dump.format());
        assertEquals(100, dump.values().size());
        assertEquals(Optional.of(true), dump.longMode());
        Map.ofEntries(Map.entry(VmcsField.GUEST_CR0, 0x8001_0033L), Map.entry(VmcsField.CR4_GUEST_HOST_MASK, 0xFFFF_FFFF_FFFE_F871L),
                Map.entry(VmcsField.GUEST_RSP, 0xFFFF_FE00_6000_BE50L), Map.entry(VmcsField.GUEST_CS_ACCESS_RIGHTS, 0xE09BL),
                Map.entry(VmcsField.GUEST_TR_LIMIT, 0x4087L), Map.entry(VmcsField.GUEST_IDTR_BASE, 0xFFFF_FE00_0000_0000L),
                Map.entry(VmcsField.GUEST_IA32_EFER, 0xD01L), Map.entry(VmcsField.GUEST_INTERRUPTIBILITY_STATE, 3L),
                Map.entry(VmcsField.HOST_RSP, 0xFFFF_B5C5_C1A3_BD28L), Map.entry(VmcsField.HOST_TR_SELECTOR, 0x40L),
                Map.entry(VmcsField.HOST_IA32_SYSENTER_CS, 0x10L), Map.entry(VmcsField.HOST_IA32_PAT, 0x0407_0506_0007_0106L),
                Map.entry(VmcsField.PIN_BASED_VM_EXECUTION_CONTROLS, 0x3FL), Map.entry(VmcsField.PRIMARY_VM_EXIT_CONTROLS, 0x3F_FFFFL),
                Map.entry(VmcsField.EXIT_REASON, 0x8000_0021L), Map.entry(VmcsField.EPT_POINTER, 0x1_0A2C_805EL),
                Map.entry(VmcsField.VIRTUAL_PROCESSOR_IDENTIFIER, 1L)).forEach((field, value) -> assertEquals(value, dump.values().get(field), field.name()));
    }

    @Test void prefixesOfTheLogDoNotMatter() throws IOException {
        var values = Dump.read(KVM).values();
        var bare = eachLine(kvm(), line -> line.replaceFirst("^.*kvm_intel: ", ""));
        assertEquals(values, read(bare).values());
        assertEquals(values, read(eachLine(bare, line -> "Sep  8 22:52:20 host7 kernel: [10639.238026] " + line)).values());
        assertEquals(values, read(eachLine(bare, line -> "Sep 08 22:52:20 host7 kernel: " + line)).values());
    }

    @Test void anOlderKernelsLinesAreRead() throws IOException {
        var older = kvm().replaceAll("EFER= (0x\\w+)\n.*PAT = (0x\\w+)", "EFER =     $1  PAT = $2")
                .replaceAll("CPUBased=0x(\\w+) SecondaryExec=0x(\\w+) Tert.*\n.*PinBased=0x(\\w+) Entry", "PinBased=$3 CPUBased=$1 SecondaryExec=$2\nEntry");
        var values = read(older).values();
        assertEquals(0xD01L, values.get(VmcsField.GUEST_IA32_EFER));
        assertEquals(0x0007_0406_0007_0406L, values.get(VmcsField.GUEST_IA32_PAT));
        assertEquals(0xB5A0_6DFAL, values.get(VmcsField.PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS));
    }

    @Test void whatKvmWorkedOutIsNoField() throws IOException {
        var values = read("*** Guest State ***\nEFER= 0x0000000000000500 (effective)\nCR3 = 0x1000\n").values();
        assertEquals(Map.of(VmcsField.GUEST_CR3, 0x1000L), values);
    }

    @Test void theLastOfSeveralDumpsCounts() throws IOException {
        var dump = read(kvm() + kvm().replace("CR3 = 0x0000000000f76000", "CR3 = 0x0000000000f77000"));
        assertEquals(0xF7_7000L, dump.values().get(VmcsField.GUEST_CR3));
        assertTrue(dump.notes().getFirst().endsWith("holds 2 dumps; this is the last of them"), dump.notes().toString());
    }

    @Test void listsAndJsonNameFieldsInManyWays() throws IOException {
        var expected = Map.of(VmcsField.GUEST_CR0, 0x8005_0033L, VmcsField.GUEST_RIP, 0x1000L, VmcsField.EPT_POINTER, 0x205EL,
                VmcsField.GUEST_CS_ACCESS_RIGHTS, 0xA09BL, VmcsField.HOST_RSP, 4096L);
        assertEquals(expected, read("# mine\nGUEST_CR0 = 0x80050033\nguest-rip: 1000H\n0x201A = 0x205e\nGUEST_CS_AR_BYTES=0xa09b\nHost RSP = 4096\n").values());
        assertEquals(expected, read("{\"guest\": {\"GUEST_CR0\": 2147811379, \"681E\": \"0x1000\", \"guest_cs_ar_bytes\": \"A09BH\"},\n"
                + " \"EPTP\": \"0x205e\", \"HOST_RSP\": \"4096\"}").values());
    }
}
