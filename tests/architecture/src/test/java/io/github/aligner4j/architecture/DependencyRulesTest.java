// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** ARCHITECTURE.md, "Who may see whom". */
@AnalyzeClasses(
        packages = "io.github.aligner4j",
        importOptions = {ImportOption.DoNotIncludeTests.class})
class DependencyRulesTest {

    private static final String ROOT = "io.github.aligner4j";
    private static final String[] CORE = {
        ROOT,
        ROOT + ".answer..",
        ROOT + ".cache..",
        ROOT + ".chat..",
        ROOT + ".completion..",
        ROOT + ".llm..",
        ROOT + ".observation..",
        ROOT + ".policy..",
        ROOT + ".prompted..",
        ROOT + ".routing..",
        ROOT + ".streaming..",
        ROOT + ".template..",
        ROOT + ".text..",
        ROOT + ".windowed.."
    };
    private static final String LANGCHAIN4J = ROOT + ".langchain4j..";
    private static final String SPRING_AI = ROOT + ".springai..";
    private static final String RUNTIME = ROOT + ".runtime..";
    private static final String TRAINING = ROOT + ".training..";
    private static final String EVALUATION = ROOT + ".evaluation..";
    private static final String BENCH = ROOT + ".bench..";
    private static final String STARTER = ROOT + ".autoconfigure..";
    private static final String CLI = ROOT + ".cli..";

    private static final String[] WITHOUT_ENGINE = {
        ROOT + ".chattemplate..", ROOT + ".hub..", ROOT + ".correctors..", ROOT + ".remote.."
    };

    private static final DescribedPredicate<JavaClass> CORE_CLASSES = resideInAnyPackage(CORE);

    @ArchTest
    static final ArchRule modules_for_any_engine_know_no_engine_and_no_framework = noClasses()
            .that()
            .resideInAnyPackage(WITHOUT_ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ai.djl..",
                    "org.springframework..",
                    LANGCHAIN4J,
                    SPRING_AI,
                    RUNTIME,
                    TRAINING,
                    EVALUATION,
                    BENCH,
                    STARTER,
                    CLI);

    @ArchTest
    static final ArchRule core_knows_no_framework_no_engine_and_none_of_our_other_modules = noClasses()
            .that(CORE_CLASSES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ai.djl..",
                    "dev.langchain4j..",
                    "org.springframework..",
                    LANGCHAIN4J,
                    SPRING_AI,
                    RUNTIME,
                    TRAINING,
                    EVALUATION,
                    BENCH,
                    STARTER,
                    CLI);

    @ArchTest
    static final ArchRule adapters_see_core_and_their_own_framework = noClasses()
            .that()
            .resideInAnyPackage(LANGCHAIN4J)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "org.springframework..", SPRING_AI, RUNTIME, TRAINING, STARTER, CLI);

    @ArchTest
    static final ArchRule the_spring_ai_adapter_sees_core_and_spring_ai = noClasses()
            .that()
            .resideInAnyPackage(SPRING_AI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ai.djl..",
                    "dev.langchain4j..",
                    "org.springframework.boot..",
                    LANGCHAIN4J,
                    RUNTIME,
                    TRAINING,
                    STARTER,
                    CLI);

    @ArchTest
    static final ArchRule the_runtime_sees_core_and_no_framework = noClasses()
            .that()
            .resideInAnyPackage(RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.langchain4j..", "org.springframework..", LANGCHAIN4J, SPRING_AI, TRAINING, STARTER, CLI);

    @ArchTest
    static final ArchRule training_sees_core_the_runtime_and_no_framework = noClasses()
            .that()
            .resideInAnyPackage(TRAINING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.langchain4j..", "org.springframework..", LANGCHAIN4J, SPRING_AI, STARTER, CLI);

    @ArchTest
    static final ArchRule evaluation_sees_core_alone = noClasses()
            .that()
            .resideInAnyPackage(EVALUATION)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ai.djl..",
                    "picocli..",
                    "dev.langchain4j..",
                    "org.springframework..",
                    LANGCHAIN4J,
                    SPRING_AI,
                    RUNTIME,
                    TRAINING,
                    BENCH,
                    STARTER,
                    CLI);

    @ArchTest
    static final ArchRule training_and_evaluation_do_not_see_each_other = noClasses()
            .that()
            .resideInAnyPackage(TRAINING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", EVALUATION, BENCH);

    @ArchTest
    static final ArchRule the_bench_sees_core_and_the_runtime = noClasses()
            .that()
            .resideInAnyPackage(BENCH)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "picocli..",
                    "dev.langchain4j..",
                    "org.springframework..",
                    LANGCHAIN4J,
                    SPRING_AI,
                    TRAINING,
                    EVALUATION,
                    STARTER,
                    CLI);

    @ArchTest
    static final ArchRule one_package_of_each_module_imports_djl = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".runtime.djl..", ROOT + ".training.djl..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..");

    @ArchTest
    static final ArchRule nothing_but_the_runtime_itself_and_the_trainers_engine_see_its_inner_packages = noClasses()
            .that()
            .resideOutsideOfPackages(RUNTIME, ROOT + ".training.djl..", ROOT + ".training.steering..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    ROOT + ".runtime.djl..", ROOT + ".runtime.model..", ROOT + ".runtime.scheduling.."));

    @ArchTest
    static final ArchRule of_our_packages_the_api_sees_texts_alone = noClasses()
            .that(resideInAPackage(ROOT))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(ROOT, ROOT + ".text.."))));

    @ArchTest
    static final ArchRule of_our_packages_texts_see_none = noClasses()
            .that(resideInAPackage(ROOT + ".text.."))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".text.."))));

    @ArchTest
    static final ArchRule of_our_packages_the_port_sees_the_api_alone = noClasses()
            .that(resideInAPackage(ROOT + ".completion.."))
            .should()
            .dependOnClassesThat(
                    resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(ROOT, ROOT + ".completion.."))));

    @ArchTest
    static final ArchRule only_the_starter_composes = noClasses()
            .that()
            .resideInAnyPackage(LANGCHAIN4J, SPRING_AI, RUNTIME, TRAINING, EVALUATION, BENCH, CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STARTER);

    @ArchTest
    static final ArchRule inside_the_runtime_nothing_sees_its_root = noClasses()
            .that()
            .resideInAPackage(ROOT + ".runtime.*..")
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + ".runtime"));

    /** Every package is a slice, a module's root among them. */
    @ArchTest
    static final ArchRule packages_form_no_cycle =
            slices().assignedFrom(new Packages()).should().beFreeOfCycles();

    /** "Data" and "info" stay allowed where the field says so: training data, the TensorInfo of safetensors. */
    @ArchTest
    static final ArchRule no_class_is_called_by_what_it_could_be_for_anything =
            classes().that().areTopLevelClasses().should().haveNameNotMatching(".*(Manager|Helper|Utils?|Impl)$");

    /** Slices by package; {@code slices().matching} would leave out the packages above its asterisk. */
    private static final class Packages implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
