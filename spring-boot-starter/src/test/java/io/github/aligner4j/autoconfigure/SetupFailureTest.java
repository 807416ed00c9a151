// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Invalid properties stop the application with a description and a remedy. */
@ExtendWith(OutputCaptureExtension.class)
class SetupFailureTest {

    private final ApplicationContextRunner runner = Contexts.enabled()
            .withBean("grumpy", GrumpyModel.class, GrumpyModel::new)
            .withBean("words", String.class, () -> "no model");

    private void fails(String description, String action, String... properties) {
        fails(runner.withPropertyValues(properties), description, action);
    }

    private static void fails(ApplicationContextRunner runner, String description, String action) {
        runner.run(context -> {
            assertThat(context).hasFailed();
            assertThat(Contexts.analysis(context).getDescription()).isEqualTo(description);
            assertThat(Contexts.analysis(context).getAction()).isEqualTo(action);
        });
    }

    @Test
    void a_person_who_starts_the_application_reads_it(CapturedOutput output) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("aligner.enabled=true", "aligner.chains.default.layers=polite");

        assertThatThrownBy(application::run).hasRootCauseInstanceOf(AlignerSetupException.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The chain 'default' uses the Aligner 'polite', but no Aligner has this name.")
                .contains("Define aligner.aligners.polite or an Aligner bean 'polite'");
    }

    @Test
    void a_bean_of_another_wrong_type_is_none_of_our_business() {
        assertThat(new WrappedModelFailureAnalyzer()
                        .analyze(new BeanNotOfRequiredTypeException("a", Integer.class, String.class)))
                .isNull();
    }

    @Test
    void a_layer_that_is_not_defined() {
        fails(
                "The chain 'default' uses the Aligner 'polite', but no Aligner has this name.",
                "Define aligner.aligners.polite or an Aligner bean 'polite', or choose from [civility].",
                "aligner.chains.default.layers=polite");
    }

    @Test
    void a_layer_with_the_name_of_two_aligners() {
        fails(
                runner.withBean("polite", Aligner.class, () -> new CountingAligner("bean"))
                        .withPropertyValues("aligner.aligners.polite.device=cpu"),
                "Two Aligners have the name 'polite': a bean, and aligner.aligners.polite.",
                "Rename one of them.");
    }

    @Test
    void a_chain_without_layers() {
        fails(
                "The chain 'default' has no layers.",
                "Set aligner.chains.default.layers to the names of Aligners, in the order in which they correct.",
                "aligner.chains.default.applies-to=grumpy");
    }

    @Test
    void several_aligners_without_a_chain() {
        fails(
                "aligner.aligners defines [a, b], but no chain says which of them correct, and in which order.",
                "Set aligner.chains.default.layers, for example to a,b.",
                "aligner.aligners.a.device=cpu",
                "aligner.aligners.b.device=cpu");
    }

    @Test
    void a_bean_that_does_not_exist() {
        fails(
                "aligner.chains.strict.applies-to names the bean 'nobody', which does not exist.",
                "Correct the name, or choose from [grumpy].",
                "aligner.chains.strict.layers=civility",
                "aligner.chains.strict.applies-to=nobody");
        fails(
                "aligner.exclude names the bean 'nobody', which does not exist.",
                "Correct the name, or choose from [grumpy].",
                "aligner.exclude=nobody");
    }

    @Test
    void a_bean_that_is_no_model() {
        fails(
                "aligner.chains.strict.applies-to names the bean 'words', which is a java.lang.String, but only"
                        + " LangChain4j's ChatModel and StreamingChatModel and Spring AI's ChatClient and ChatClient.Builder"
                        + " can be aligned.",
                "Correct the name, or choose from [grumpy].",
                "aligner.chains.strict.layers=civility",
                "aligner.chains.strict.applies-to=words");
    }

    @Test
    void a_bean_that_two_chains_bind() {
        fails(
                "Two chains, 'a' and 'b', apply to the bean 'grumpy'.",
                "Remove it from one applies-to. To apply the Aligners of both, name them in the layers of one chain.",
                "aligner.chains.a.layers=civility",
                "aligner.chains.a.applies-to=grumpy",
                "aligner.chains.b.layers=civility",
                "aligner.chains.b.applies-to=grumpy");
    }

    @Test
    void a_bean_that_is_bound_and_excluded() {
        fails(
                "aligner.chains.a.applies-to and aligner.exclude both name the bean 'grumpy'.",
                "Remove it from one of them.",
                "aligner.chains.a.layers=civility",
                "aligner.chains.a.applies-to=grumpy",
                "aligner.exclude=grumpy");
    }

    @Test
    void numbers_and_times_out_of_range() {
        fails(
                "aligner.aligners.a.max-new-tokens is 0, but must be at least 1.",
                "Raise it, or leave it out for the default.",
                "aligner.aligners.a.max-new-tokens=0");
        fails(
                "aligner.aligners.a.max-queued-requests is -1, but must be at least 1.",
                "Raise it, or leave it out for the default.",
                "aligner.aligners.a.max-queued-requests=-1");
        fails(
                "aligner.aligners.a.scheduling.step-tokens is 0, but must be at least 1.",
                "Raise it, or leave it out for the default.",
                "aligner.aligners.a.scheduling.step-tokens=0");
        fails(
                "aligner.aligners.a.cache.maximum-size is 0, but must be at least 1.",
                "Raise it, or leave it out for the default.",
                "aligner.aligners.a.cache.maximum-size=0");
        fails(
                "aligner.aligners.a.cache.maximum-memory is 0B, but must be above 0.",
                "Set it to a size such as 50MB, or leave it out.",
                "aligner.aligners.a.cache.maximum-memory=0");
        fails(
                "aligner.aligners.a.cache has a maximum-size and a maximum-memory, but a cache has one bound.",
                "Remove one of them.",
                "aligner.aligners.a.cache.maximum-memory=1MB",
                "aligner.aligners.a.cache.maximum-size=10");
        fails(
                "aligner.aligners.a.timeout is PT0S, but must be positive.",
                "Set it to a duration such as 30s, or leave it out for no limit.",
                "aligner.aligners.a.timeout=0s");
        fails(
                "aligner.aligners.a.checkpoint is blank.",
                "Set it to the folder of a checkpoint, or to 'embedded'.",
                "aligner.aligners.a.checkpoint=");
    }

    @Test
    void a_refusal_without_its_policy_or_the_other_way_round() {
        fails(
                "aligner.aligners.a.on-failure is 'refuse', but there is no refusal.",
                "Set aligner.aligners.a.refusal to the text that users read instead of the answer.",
                "aligner.aligners.a.on-failure=refuse");
        fails(
                "aligner.aligners.a.refusal is set, but has no effect.",
                "Set aligner.aligners.a.on-failure to 'refuse', or remove the refusal.",
                "aligner.aligners.a.refusal=Sorry.");
    }

    @Test
    void an_adapter_without_a_folder_and_numbers_that_are_none() {
        fails(
                "aligner.aligners.a.adapter is blank.",
                "Set it to the folder of a LoRA adapter or to embedded:NAME, or leave it out.",
                "aligner.aligners.a.adapter= ");
        fails(
                "aligner.aligners.a.strength is Infinity, but must be a finite number.",
                "Set it to a number such as 0.5, or leave it out for the checkpoint's own.",
                "aligner.aligners.a.strength=Infinity");
        fails(
                "aligner.aligners.a.copy-bias is -1.0, but must be at least 0 and finite.",
                "Set it to a number such as 2, or leave it out for the checkpoint's own.",
                "aligner.aligners.a.copy-bias=-1");
    }

    @Test
    void an_aligner_that_can_not_be_loaded() {
        fails(
                Contexts.plain().withPropertyValues("aligner.enabled=true", "aligner.aligners.a.device=abacus"),
                "The Aligner 'a' (checkpoint 'embedded') can't be loaded: unknown device 'abacus': choose auto, cpu or cuda:N, "
                        + "as cuda:0.",
                "Correct aligner.aligners.a, or what it points to.");
    }

    @Test
    void a_folder_that_is_not_there() {
        ApplicationContextRunner loading = Contexts.plain().withPropertyValues("aligner.enabled=true");
        Path relative = Path.of("models", "nowhere");
        fails(
                loading.withPropertyValues("aligner.aligners.a.checkpoint=" + relative),
                "aligner.aligners.a.checkpoint is '" + relative + "', but there is no such folder (looked for "
                        + relative.toAbsolutePath() + ").",
                "Set it to the folder of a checkpoint, to hf://ORG/REPO, or to 'embedded'; a relative path starts in the"
                        + " working directory of the application.");
        fails(
                loading.withPropertyValues("aligner.aligners.a.checkpoint=embeded"),
                "aligner.aligners.a.checkpoint is 'embeded', but there is no such folder (looked for "
                        + Path.of("embeded").toAbsolutePath() + "). Did you mean 'embedded'?",
                "Set it to the folder of a checkpoint, to hf://ORG/REPO, or to 'embedded'; a relative path starts in the"
                        + " working directory of the application.");
        fails(
                loading.withPropertyValues(
                        "aligner.aligners.a.on-failure=fail-open",
                        "aligner.aligners.b.adapter=/models/nowhere",
                        "aligner.chains.default.layers=a,b"),
                "aligner.aligners.b.adapter is '/models/nowhere', but there is no such folder.",
                "Set it to the folder of a LoRA adapter or to hf://ORG/REPO; a relative path starts in the working directory of"
                        + " the application.");
    }

    @Test
    void an_invalid_definition_that_no_chain_uses() {
        fails(
                "aligner.aligners.unused.threads is -1, but must be at least 0.",
                "Set it to the number of threads of one operation, or leave it out to let the engine choose.",
                "aligner.aligners.used.device=cpu",
                "aligner.aligners.unused.threads=-1",
                "aligner.chains.default.layers=used");
    }

    @Test
    void memory_out_of_range() {
        fails(
                "aligner.aligners.a.scheduling.cache-memory is -1B, but must be above 0.",
                "Set it to a size such as 2GB, or leave it out to let the device decide.",
                "aligner.aligners.a.scheduling.cache-memory=-1");
        fails(
                "aligner.aligners.a.scheduling.prefix-cache-memory is 2097152B, but must be at least 0 and at most the "
                        + "cache-memory of 1048576B.",
                "Set it to a size such as 500MB, to 0 to cache no prefixes, or leave it out for a quarter.",
                "aligner.aligners.a.scheduling.cache-memory=1MB",
                "aligner.aligners.a.scheduling.prefix-cache-memory=2MB");
    }

    @Test
    void a_template_without_a_name() {
        fails(
                "aligner.aligners.a.template is blank.",
                "Set it to the name of a published template, or leave it out for the checkpoint's own.",
                "aligner.aligners.a.template= ");
    }

    @Test
    void a_layer_that_is_a_bean_but_no_aligner() {
        fails(
                "The chain 'default' uses the Aligner 'words', but the bean of this name is not an Aligner.",
                "Define aligner.aligners.words or an Aligner bean 'words', or choose from [civility].",
                "aligner.chains.default.layers=words");
    }

    @Test
    void a_bean_that_one_chain_names_twice() {
        fails(
                "aligner.chains.a.applies-to names the bean 'grumpy' twice.",
                "Remove one of the two.",
                "aligner.chains.a.layers=civility",
                "aligner.chains.a.applies-to=grumpy,grumpy");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @ParameterizedTest
    @ValueSource(strings = {"cache", "endpoint"})
    void a_blank_setting_of_the_hub_is_not_taken_for_the_working_directory(String setting) {
        Contexts.plain()
                .withPropertyValues(
                        "aligner.enabled=true",
                        "aligner.hub." + setting + "=",
                        "aligner.aligners.a.checkpoint=hf://org/repo")
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .isEqualTo("aligner.hub." + setting + " is blank."));
    }
}
