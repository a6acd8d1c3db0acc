package hv.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.Stage;
import hv.api.x86.ExitReason;
import hv.core.report.ChainName;
import hv.core.report.HvException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChainOrderTests {
    private record Member(String plugin, Stage stage) {
    }

    private static List<String> ordered(ChainName chain, String... orders) {
        var order = ChainOrder.parse(List.of(orders)).of(chain, Member::stage, Member::plugin);
        return Stream.of(new Member("pci", Stage.EMULATE), new Member("acpi", Stage.EMULATE), new Member("spy", Stage.OBSERVE),
                        new Member("last", Stage.FALLBACK))
                .sorted(order).map(Member::plugin).toList();
    }

    @Test void stagesDecideAndThenIds() { assertEquals(List.of("spy", "acpi", "pci", "last"), ordered(ChainName.MEMORY)); }

    @Test void thoseThatAnOrderNamesComeFirstAsItNamesThem() {
        assertEquals(List.of("last", "pci", "spy", "acpi"), ordered(ChainName.MEMORY, "memory=last,pci"));
    }

    @Test void anOrderIsForItsChainAlone() {
        assertEquals(List.of("spy", "acpi", "pci", "last"), ordered(ChainName.of(ExitReason.CPUID), "memory=last,pci", "hlt=pci"));
    }

    @Test void theLastOrderForAChainCounts() { assertEquals("pci", ordered(ChainName.of(ExitReason.CPUID), "cpuid=last", "CPUID=pci").getFirst()); }

    @Test void anUnknownChainIsRefusedWithTheNearestName() {
        var refused = assertThrows(HvException.class, () -> ordered(ChainName.MEMORY, "memroy=last"));
        assertEquals("unknown exit reason 'memroy'; they have the manual's names, such as cpuid, io-instruction or ept-violation, "
                + "beside memory for the memory translators, and hv chain --help lists them; did you mean 'memory'?", refused.getMessage());
    }

    @Test void anOrderHasAnEqualsSign() {
        var refused = assertThrows(HvException.class, () -> ordered(ChainName.MEMORY, "memory"));
        assertEquals("an order is EXIT=a,b or memory=a,b, such as cpuid=spoof,cpuid, not 'memory'", refused.getMessage());
    }
}
