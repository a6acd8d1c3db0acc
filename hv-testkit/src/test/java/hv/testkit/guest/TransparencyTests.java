package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.ExitReason;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Interception changes nothing: kernels give the checksums that other machines gave, alone and with every possible intercept and a plugin that
 * only asks the next. Checksums are those of QEMU, Bochs and native runs of the same images.
 */
class TransparencyTests {
    /** Wants every exit there is but the monitor trap flag's, and answers none. */
    static class Everything implements ExitHandler {
        @Override public Stage stage() { return Stage.FILTER; }
        @Override public Set<Intercept> intercepts() {
            return Arrays.stream(ExitReason.values()).filter(this::wants).map(Intercept::every).collect(Collectors.toSet());
        }
        boolean wants(ExitReason reason) { return reason != ExitReason.MONITOR_TRAP_FLAG; }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return next.handle(exit, vcpu); }
    }

    static final class EverythingAndSteps extends Everything {
        @Override boolean wants(ExitReason reason) { return reason == ExitReason.MONITOR_TRAP_FLAG || super.wants(reason); }
    }

    private static void check(BenchGuest guest, String kernel, int iterations, String checksum) {
        var report = guest.run();
        var wanted = "RESULT " + kernel + " " + iterations + " " + checksum;
        assertTrue(guest.printed().contains(wanted), () -> guest.printed() + "\n" + report.machines().getFirst().sentence());
    }

    @ParameterizedTest @CsvSource(textBlock = """
            int64.elf, null, 2, 0000000000000002
            int64.elf, sieve, 2, 00000002f8b30fbc
            int64.elf, crc32, 2, 00000000b8951118
            int64.elf, sha256, 2, 2ab802359c1cdfde
            int64.elf, matmul, 2, 4630b2f63a7af6b0
            int64.elf, qsort, 2, 000000047c6dd6fc
            int64.elf, fib, 2, 000000000029cada
            int64.elf, chase, 1, 11242b79da8078e2
            int64.elf, chase4k, 1, 11242b79da8078e2
            int64.elf, strops, 20, 00248c8fb14c27e1
            int64.elf, repstr, 20, e1a11abd98977e08
            int64.elf, bignum, 2, 6461cda6fb8bd8f6
            int64.elf, icall, 2, 541f3fe43a95e51f
            int64.elf, xpage, 2, 4c30bbd9e6d24301
            int32.elf, sieve-32, 2, 00000002f8b30fbc
            int32.elf, crc32-32, 2, 00000000b8951118
            int32.elf, sha256-32, 2, 2ab802359c1cdfde
            int32.elf, qsort-32, 2, 000000047c6dd6fc
            int32.elf, fib-32, 2, 000000000029cada
            int32.elf, strops-32, 2, 00000001000401b0
            int32.elf, repstr-32, 2, 00000000000000aa
            sys.elf, pf, 10, 00000050e9de5280
            sys.elf, int, 20, 0000000000004e20
            sys.elf, syscall, 20, 000000000bebe910
            sys.elf, cr3, 10, aaf6d7d253e9a000
            sys.elf, outport, 20, 0000000000986f70
            sys.elf, cpuid, 20, 0000000000986f70
            """)
    void everyInterceptLeavesTheChecksumAsItIs(String image, String kernel, int iterations, String checksum) {
        check(new BenchGuest(image, kernel + " " + iterations).with(Everything::new), kernel, iterations, checksum);
    }

    @ParameterizedTest @CsvSource(textBlock = """
            int64.elf, null, 2, 0000000000000002
            sys.elf, int, 20, 0000000000004e20
            sys.elf, syscall, 20, 000000000bebe910
            """)
    void anExitAfterEveryInstructionLeavesTheChecksumAsItIs(String image, String kernel, int iterations, String checksum) {
        check(new BenchGuest(image, kernel + " " + iterations).with(EverythingAndSteps::new), kernel, iterations, checksum);
    }

    @ParameterizedTest @CsvSource(textBlock = """
            sys.elf, pf, 10, 00000050e9de5280
            sys.elf, syscall, 20, 000000000bebe910
            int32.elf, sha256-32, 2, 2ab802359c1cdfde
            """)
    void guestsThatNobodyWatchesGiveTheirChecksums(String image, String kernel, int iterations, String checksum) {
        check(new BenchGuest(image, kernel + " " + iterations), kernel, iterations, checksum);
    }
}
