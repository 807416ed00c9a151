// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Annotation for tests of how a Spring Boot application aligns its models: its {@code aligner.*} properties, gates and listeners.
 *
 * <pre>{@code
 * @AlignerTest
 * @Import(ChatConfiguration.class)
 * class CivilChatTest {
 *
 *     @Autowired
 *     ScriptedAligners aligners;
 *
 *     @Autowired
 *     ChatModel model;
 *
 *     @Test
 *     void answers_are_corrected() {
 *         aligners.get("civility").correctBy(request -> request.answer().replace("damn", "darn"));
 *
 *         assertThat(model.chat("Well?")).isEqualTo("darn it");
 *     }
 * }
 * }</pre>
 *
 * <p>Loads the auto-configuration of Aligner4J and of Spring AI's chat clients, no other, and sets {@code aligner.enabled} to
 * true. No checkpoint is loaded: each Aligner that properties define is a scripted one ({@link AutoConfigureScriptedAligners}). Of
 * the application's components, only Aligners, gates, detectors and listeners of corrections are scanned. Import the configuration of
 * chat models, or define models in the test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(AlignerTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(AlignerTypeExcludeFilter.class)
@AutoConfigureScriptedAligners
@ImportAutoConfiguration
public @interface AlignerTest {

    /** Properties in the form {@code key=value} that are added to the environment before the test runs. */
    String[] properties() default {};

    /** True if the default filters are used: Aligners, gates, detectors and listeners of corrections are scanned. */
    boolean useDefaultFilters() default true;

    /** Filters of further components to scan. */
    Filter[] includeFilters() default {};

    /** Filters of components not to scan. */
    Filter[] excludeFilters() default {};

    /** Auto-configuration classes that are not applied. */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
