package hv.launcher;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTests {
    private static final int CLASSES_AT_LEAST = 300;
    private static JavaClasses all;

    @BeforeAll static void readClasses() {
        ImportOption notForTests = location -> !location.contains("hv-testkit");
        all = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).withImportOption(notForTests).importPackages("hv");
    }

    @Test void rulesHaveClassesToHold() {
        assertTrue(all.size() > CLASSES_AT_LEAST, "only " + all.size() + " classes were found");
    }

    @Test void modulesDependOnEachOtherAsTheDiagramShows() {
        classes().should(adhereToPlantUmlDiagram(Path.of("../docs/architecture.puml"), consideringOnlyDependenciesInDiagram())).check(all);
    }

    @ParameterizedTest @ValueSource(strings = {"hv.api", "hv.cpu", "hv.core", "hv.launcher", "hv.ept", "hv.devices", "hv.handlers.cpuid"})
    void packagesOfAModuleHaveNoCycles(String module) {
        slices().matching(module + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true).check(all);
    }

    /** A guest's state, what goes into it at an entry, what comes out at an exit and how that is completed: one on top of the other. */
    @Test void partsOfAVirtualProcessorHaveNoCycles() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("guest").definedBy("hv.core.guest").layer("completion").definedBy("hv.core.guest.completion")
                .layer("exit").definedBy("hv.core.guest.exit").layer("entry").definedBy("hv.core.guest.entry").layer("state").definedBy("hv.core.guest.state")
                .whereLayer("guest").mayNotBeAccessedByAnyLayer()
                .whereLayer("completion").mayOnlyBeAccessedByLayers("guest")
                .whereLayer("exit").mayOnlyBeAccessedByLayers("guest")
                .whereLayer("entry").mayOnlyAccessLayers("state")
                .whereLayer("state").mayNotAccessAnyLayer().check(all);
    }

    @ParameterizedTest @ValueSource(strings = {"hv.handlers.cpuid", "hv.handlers.msr", "hv.handlers.vmcall", "hv.ept", "hv.devices"})
    void pluginsSeeTheApiAlone(String plugin) {
        classes().that().resideInAPackage(plugin + "..").should().onlyDependOnClassesThat()
                .resideInAnyPackage(plugin + "..", "hv.api..", "java..").check(all);
    }

    /** Properties of instructions are on their rows, so that no other code names instructions; completing them for hv-core is the exception. */
    @Test void onlyTablesNameInstructions() {
        noClasses().that().resideOutsideOfPackage("hv.cpu.decode").and().haveNameNotMatching(".*(Operations|OperationTable)")
                .should().accessFieldWhere(target(owner(name("hv.cpu.decode.Mnemonic")))).check(all);
    }
}
