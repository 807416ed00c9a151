// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Annotation for tests whose Aligners are scripted: no checkpoint is loaded, and each Aligner that properties define changes nothing
 * until the test says otherwise ({@link ScriptedAligners}). Part of {@link AlignerTest}; add it to a {@code @SpringBootTest}.
 *
 * <p>An {@code AlignerFactory} bean of the application is used instead, if there is one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration(ScriptedAlignersAutoConfiguration.class)
public @interface AutoConfigureScriptedAligners {}
