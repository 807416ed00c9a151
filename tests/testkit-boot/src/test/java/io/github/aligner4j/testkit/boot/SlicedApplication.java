// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application with a listener of corrections and a component that a slice must not load. */
@SpringBootApplication
class SlicedApplication {}
