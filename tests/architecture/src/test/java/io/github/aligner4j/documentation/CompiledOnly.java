// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A method with a snippet that no test can run, and the reason. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.SOURCE)
@interface CompiledOnly {

    /** Returns why it can't run. */
    String value();
}
