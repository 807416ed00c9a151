// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import org.springframework.stereotype.Component;

/** Stands for a component that needs a database. */
@Component
final class NeedsADatabase {

    NeedsADatabase() {
        throw new IllegalStateException("the slice has no database");
    }
}
