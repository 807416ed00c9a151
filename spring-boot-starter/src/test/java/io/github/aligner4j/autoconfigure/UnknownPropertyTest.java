// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A misspelt property stops the application and names what may have been meant. */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertyTest {

    private final ApplicationContextRunner runner = Contexts.enabled();

    @ParameterizedTest
    @CsvSource({
        "aligner.aligners.civility.chekpoint, aligner.aligners.civility.checkpoint",
        "aligner.aligners.civility.CHEK_POINT, aligner.aligners.civility.checkpoint",
        "aligner.aligners.civility.on-failur, aligner.aligners.civility.on-failure",
        "aligner.aligners.civility.onFailur, aligner.aligners.civility.on-failure",
        "aligner.aligners.civility.max-tokens, aligner.aligners.civility.max-new-tokens",
        "aligner.aligners.civility.scheduling.step-token, aligner.aligners.civility.scheduling.step-tokens",
        "aligner.aligners.civility.cache.max-size, aligner.aligners.civility.cache.maximum-size",
        "aligner.aligners.civility.cach.maximum-size, aligner.aligners.civility.cache.maximum-size",
        "aligner.aligners.civility.step-tokens, aligner.aligners.civility.scheduling.step-tokens",
        "aligner.aligner.civility.checkpoint, aligner.aligners.civility.checkpoint",
        "aligner.civility.checkpoint, aligner.aligners.<name>.checkpoint",
        "aligner.chekpoint, aligner.aligners.<name>.checkpoint",
        "aligner.on-failure, aligner.aligners.<name>.on-failure",
        "aligner.chains.default.layer, aligner.chains.default.layers",
        "aligner.chains.default.layer[0], aligner.chains.default.layers[0]",
        "aligner.chains.default.apply-to, aligner.chains.default.applies-to",
        "aligner.chain.default.layers, aligner.chains.default.layers",
        "aligner.enable, aligner.enabled",
        "aligner.excludes[1], aligner.exclude[1]",
        "aligner.recording.fiel, aligner.recording.file",
    })
    void a_misspelt_property_is_refused_with_what_may_have_been_meant(String property, String meant) {
        runner.withPropertyValues(property + "=1").run(context -> {
            assertThat(context).hasFailed();
            assertThat(Contexts.analysis(context).getDescription()).startsWith("There is no property 'aligner.");
            assertThat(Contexts.analysis(context).getAction()).startsWith("Did you mean '" + meant + "'");
        });
    }

    @Test
    void several_names_that_are_near_are_all_named() {
        runner.withPropertyValues("aligner.aligners.a.scheduling.cache-memroy=1GB")
                .run(context -> assertThat(Contexts.analysis(context).getAction())
                        .isEqualTo("Did you mean 'aligner.aligners.a.scheduling.cache-memory'?"));
        runner.withPropertyValues("aligner.aligners.a.max-run-requests=1")
                .run(context -> assertThat(Contexts.analysis(context).getAction())
                        .isEqualTo("Did you mean 'aligner.aligners.a.max-queued-requests' or "
                                + "'aligner.aligners.a.scheduling.max-running-requests'?"));
    }

    @Test
    void what_resembles_nothing_is_refused_with_what_there_is() {
        runner.withPropertyValues("aligner.recording.zzzzzzzzz=1").run(context -> {
            assertThat(Contexts.analysis(context).getDescription())
                    .isEqualTo("There is no property 'aligner.recording.zzzzzzzzz' "
                            + "(\"aligner.recording.zzzzzzzzz\" from property source \"test\").");
            assertThat(Contexts.analysis(context).getAction())
                    .isEqualTo(
                            "Remove 'aligner.recording.zzzzzzzzz', or choose from file, max-file-size, max-files, max-age or id-key below 'aligner.recording'.");
        });
    }

    @Test
    void a_value_has_nothing_below_it() {
        runner.withPropertyValues("aligner.aligners.a.timeout.qqqqqqqqqqqq=3")
                .run(context -> assertThat(Contexts.analysis(context).getAction())
                        .isEqualTo(
                                "Remove 'aligner.aligners.a.timeout.qqqqqqqqqqqq': 'aligner.aligners.a.timeout' is a "
                                        + "value."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"aligner.aligners", "aligner.aligners.civility", "aligner.chains.default", "aligner.recording"})
    void a_value_where_a_group_belongs_is_refused(String group) {
        runner.withPropertyValues(group + "=civility", "aligner.aligners.civility.device=cpu")
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .startsWith("The property '" + group + "' has a value, but is a group of properties"));
    }

    @Test
    void all_mistakes_are_told_at_once() {
        runner.withPropertyValues("aligner.aligners.a.devise=cpu", "aligner.exclud=b")
                .run(context -> {
                    assertThat(Contexts.analysis(context).getDescription().lines())
                            .hasSize(2);
                    assertThat(String.valueOf(Contexts.analysis(context).getAction())
                                    .lines())
                            .containsExactlyInAnyOrder(
                                    "Did you mean 'aligner.aligners.a.device'?", "Did you mean 'aligner.exclude'?");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aligner.aligners.civility.onFailure=fail-open",
                "aligner.aligners.civility.on_failure=FAIL_OPEN",
                "ALIGNER.ALIGNERS.civility.ON-FAILURE=failopen",
                "aligner.aligners.civility.scheduling.maxRunningRequests=3",
                "aligner.aligners[civility].device=cpu",
                "aligner.chains.default.layers[0]=civility",
                "aligner.exclude=",
                "aligner.aligners=",
                "aligners.enabled=true",
                "aligner4j.anything=1",
                "alignerish=1",
            })
    void every_spelling_that_spring_binds_is_known(String property) {
        runner.withPropertyValues(property).run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void a_misspelt_switch_is_no_silence() {
        Contexts.plain()
                .withPropertyValues("aligner.enabeld=true")
                .run(context -> assertThat(Contexts.analysis(context).getAction())
                        .isEqualTo("Did you mean 'aligner.enabled'?"));
        for (String value : List.of("ture", "yes", "1", "")) {
            Contexts.plain().withPropertyValues("aligner.enabled=" + value).run(context -> {
                assertThat(Contexts.analysis(context).getDescription())
                        .isEqualTo("aligner.enabled is '" + value + "', but must be true or false.");
                assertThat(Contexts.analysis(context).getAction())
                        .isEqualTo("Set it to true to align chat clients and chat models, or to false.");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ALIGNER_ALIGNERS_CIVILITY_CHEKPOINT, aligner.aligners.civility.checkpoint",
        "ALIGNER_ALIGNERS_CIVILITY_ON_FAILUR, aligner.aligners.civility.on-failure",
        "ALIGNER_ALIGNERS_CIVILITY_MAXNEWTOKEN, aligner.aligners.civility.max-new-tokens",
        "ALIGNER_CHEKPOINT, aligner.aligners.<name>.checkpoint",
        "ALIGNER_ENABLD, aligner.enabled",
        "ALIGNER_CHAINS_DEFAULT_LAYER, aligner.chains.default.layers",
        "ALIGNER_CHAINS_DEFAULT_LAYER_0, aligner.chains.default.layers[0]",
    })
    void a_misspelt_environment_variable_is_refused(String variable, String meant) {
        variables(Map.of(variable, "1")).run(context -> {
            assertThat(Contexts.analysis(context).getDescription())
                    .contains("(\"" + variable + "\" from property source \"systemEnvironment\")");
            assertThat(Contexts.analysis(context).getAction()).startsWith("Did you mean '" + meant + "'?");
        });
    }

    @Test
    void environment_variables_in_every_spelling_that_spring_binds_are_known() {
        variables(Map.of(
                        "ALIGNER_ALIGNERS_CIVILITY_MAXNEWTOKENS", "7",
                        "ALIGNER_ALIGNERS_CIVILITY_ON_FAILURE", "fail-open",
                        "ALIGNER_ALIGNERS_CIVILITY_SCHEDULING_STEP_TOKENS", "512",
                        "ALIGNER_CHAINS_DEFAULT_LAYERS_0", "civility",
                        "ALIGNER_ENABLED", "true"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(Contexts.factory(context).definitions.get("civility"))
                            .satisfies(definition -> {
                                assertThat(definition.maxNewTokens()).isEqualTo(7);
                                assertThat(definition.onFailure()).isEqualTo(AlignerProperties.OnFailure.FAIL_OPEN);
                                assertThat(definition.scheduling().stepTokens()).isEqualTo(512);
                            });
                });
    }

    @Test
    void the_name_of_an_aligner_has_no_underscore_in_an_environment_variable() {
        variables(Map.of("ALIGNER_ALIGNERS_MY_ALIGNER_DEVICE", "cpu"))
                .run(context -> assertThat(Contexts.analysis(context).getAction())
                        .endsWith(" In an environment variable, write a name such as my-aligner as MYALIGNER."));
    }

    @Test
    void environment_variables_of_others_are_none_of_our_business(CapturedOutput output) {
        variables(Map.of(
                        "ALIGNER", "1",
                        "ALIGNER_SERVICE_HOST", "10.0.0.1",
                        "ALIGNER_SERVICE_PORT", "80",
                        "ALIGNER_PORT_80_TCP_ADDR", "10.0.0.1",
                        "ALIGNER_HOME", "/opt/aligner",
                        "ALIGNER_JAVA_OPTS", "-Xmx1g"))
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).contains("Environment variables that are not properties of Aligner4J are ignored");
    }

    @Test
    void the_folder_of_libtorch_is_the_runtimes_own() {
        variables(Map.of("ALIGNER_LIBTORCH", "/opt/libtorch"))
                .withPropertyValues("aligner.libtorch=/opt/libtorch")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void a_person_who_starts_the_application_reads_file_and_line(@TempDir Path folder, CapturedOutput output)
            throws Exception {
        Path file = Files.writeString(folder.resolve("application.yaml"), """
                aligner:
                  enabled: true
                  aligners:
                    civility:
                      on-failur: refuse
                """);
        SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.location=" + file);

        assertThatThrownBy(application::run).isInstanceOf(AlignerSetupException.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("There is no property 'aligner.aligners.civility.on-failur'")
                .contains("application.yaml] - 5:18")
                .contains("Did you mean 'aligner.aligners.civility.on-failure'?");
    }

    private ApplicationContextRunner variables(Map<String, Object> variables) {
        return runner.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables)));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
