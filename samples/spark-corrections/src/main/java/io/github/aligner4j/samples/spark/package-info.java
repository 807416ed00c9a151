/** Corrects the rows of Parquet files in an Apache Spark job; {@link io.github.aligner4j.samples.spark.CorrectionsJob} is its program. */
package io.github.aligner4j.samples.spark;
