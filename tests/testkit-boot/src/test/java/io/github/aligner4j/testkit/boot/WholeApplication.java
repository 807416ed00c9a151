// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application with all auto-configurations and no components. */
@EnableAutoConfiguration
class WholeApplication {}
