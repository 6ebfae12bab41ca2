/** Real servers for tests: RabbitMQ with the deployed definitions, and a server with MongoDB's wire protocol. */
@NullMarked
package io.damso.test;

import org.jspecify.annotations.NullMarked;
