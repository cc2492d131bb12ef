# Runs a command and writes "SECONDS MAXRSS_KIB EXIT" to a file: perl is on every Debian machine, GNU time is not, and
# Node tells neither the peak memory of one child nor when a process of another machine ended.
# Usage: perl measure.pl OUTPUT COMMAND ARGUMENTS…
use strict;
use warnings;

# Numbers of x86-64; the lab knows no other processor.
my ($WAIT4, $CLOCK_GETTIME, $MONOTONIC) = (61, 228, 1);

sub seconds {
    my $time = "\0" x 16;
    syscall($CLOCK_GETTIME, $MONOTONIC, $time);
    my ($whole, $nano) = unpack('q q', $time);
    return $whole + $nano / 1e9;
}

my ($output, @command) = @ARGV;
my $started = seconds();
my $pid = fork() // die "fork: $!";
if ($pid == 0) { exec { $command[0] } @command or die "$command[0]: $!\n" }
# The kernel fills these: int status; struct rusage with two timevals (32 bytes) before ru_maxrss.
my ($status, $usage) = ("\0" x 4, "\0" x 144);
syscall($WAIT4, $pid, $status, 0, $usage) == $pid or die "wait4: $!";
my $elapsed = seconds() - $started;
my $code = unpack('i', $status);
open(my $file, '>', $output) or die "$output: $!";
printf $file "%.6f %d %d\n", $elapsed, unpack('x32 q', $usage), ($code & 127) ? 128 + ($code & 127) : $code >> 8;
close $file;
