# Net::Stomp: reads "send NUMBER BODY" and "leave"; prints one line for each event. It uses STOMP 1.0.

use strict;
use warnings;
use Log::Any::Adapter ('Stderr', log_level => 'warn');
use Net::Stomp;

$| = 1;
my $topic = "/topic/rooms.$ENV{DAMSO_ROOM}";
my $destination = "/app/rooms.$ENV{DAMSO_ROOM}.send";

my $stomp = Net::Stomp->new({ hostname => '127.0.0.1', port => $ENV{DAMSO_PORT} });
my $connected = $stomp->connect({ Authorization => "Bearer $ENV{DAMSO_TOKEN}" });
die 'not connected: ' . ($connected ? $connected->as_string : 'no answer') unless $connected && $connected->command eq 'CONNECTED';
$stomp->subscribe({ destination => '/user/queue/errors' });
$stomp->subscribe({ destination => $topic, receipt => 'joined' });

sub take {
  my ($frame) = @_;
  my ($command, $headers) = ($frame->command, $frame->headers);
  if ($command eq 'RECEIPT') {
    my $id = $headers->{'receipt-id'};
    print $id eq 'joined' ? "joined\n" : "receipt $id\n";
  } elsif ($command eq 'MESSAGE' && $headers->{destination} eq $topic) {
    print 'received ', $frame->body, "\n";
  } else {
    print "failed $command ", join(' ', %$headers), ' ', $frame->body // '', "\n";
  }
}

my $input = '';
my $left = 0;
my $ready = IO::Select->new(\*STDIN);
$ready->add($stomp->socket);
while (1) {
  if (!$left) {
    while ($stomp->can_read({ timeout => 0 })) {
      my $frame = $stomp->receive_frame({ timeout => 0 });
      last unless $frame;
      take($frame);
    }
  }
  my @handles = $ready->can_read(1);
  next unless grep { $_ == \*STDIN } @handles;
  sysread(STDIN, $input, 65536, length $input) or last;
  while ($input =~ s/^(.*)\n//) {
    my ($word, $number, $body) = split / /, $1, 3;
    if ($word eq 'send') {
      $stomp->send({ destination => $destination, receipt => $number, body => $body });
    } else {
      $ready->remove($stomp->socket);
      $stomp->disconnect;
      $left = 1;
      print "left\n";
    }
  }
}
