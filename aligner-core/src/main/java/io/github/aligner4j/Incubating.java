// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks public API that is finished and tested, but whose form may still change: a release may rename, alter or remove it
 * without deprecating it first. The change log names every such change.
 *
 * <p>On a type the mark covers its members and the types nested directly in it, on a package all of its types. API without the
 * mark keeps its form: the build compares it with the last release and fails on an incompatible change.
 *
 * <p>Applications may use incubating API if they read the change log before an upgrade. Libraries should not expose it in their
 * own public API.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({
    ElementType.TYPE,
    ElementType.METHOD,
    ElementType.CONSTRUCTOR,
    ElementType.FIELD,
    ElementType.PACKAGE,
})
public @interface Incubating {}
