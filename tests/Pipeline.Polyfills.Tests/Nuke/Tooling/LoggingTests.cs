using System.Collections.Concurrent;
using Nuke.Common.Tooling;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Pipeline.Polyfills.Tests.Nuke.Tooling;

[Collection(nameof(LoggingTests))]
[CollectionDefinition(nameof(LoggingTests), DisableParallelization = true)]
public sealed class LoggingTests : IDisposable
{
    private const string Secret = "s3cr3t \"pass\" phrase";

    private readonly ILogger _previous = Log.Logger;
    private readonly Memory _memory = new();

    public LoggingTests() => Log.Logger = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(_memory).CreateLogger();

    public void Dispose() => Log.Logger = _previous;

    [Fact]
    public void Output_IsLoggedAsDebugAndErrorOutputAsError()
    {
        ToolResolver.GetTool(Child.Assembly)($"--as-child say {"{curly} text"}");
        ToolResolver.GetTool(Child.Assembly)($"--as-child fail 0");

        _memory.Lines(LogEventLevel.Debug).ShouldBe(["{curly} text"]);
        _memory.Lines(LogEventLevel.Error).ShouldBe(["it went wrong"]);
    }

    [Fact]
    public void Invocation_IsLoggedAsItCouldBeTyped()
    {
        ToolResolver.GetTool(Child.Assembly)($"--as-child say {"a b"}");

        _memory.Lines(LogEventLevel.Information)[0].ShouldEndWith("--as-child say \"a b\"");
        _memory.Lines(LogEventLevel.Information)[0].ShouldStartWith("> ");
    }

    [Fact]
    public void Logging_ThatIsNotWanted_IsLeftOut()
    {
        ToolResolver.GetTool(Child.Assembly)($"--as-child say x", logInvocation: false, logOutput: false);

        _memory.Lines().ShouldBeEmpty();
    }

    [Fact]
    public void Secret_IsShownNeitherInInvocationNorInOutputNorInFailure()
    {
        var output = ToolResolver.GetTool(Child.Assembly)($"--as-child say before {Secret:r} after");

        Child.ArgumentsOf(ToolResolver.GetTool(Child.Assembly)($"--as-child arguments {"x"}")).ShouldBe(["x"]);
        output.Select(x => x.Text).ShouldBe(["before", "[REDACTED]", "after"]);
        _memory.Lines().ShouldNotContain(x => x.Contains("s3cr3t"));
        _memory.Lines().ShouldContain(x => x.Contains("[REDACTED]"));
    }

    [Fact]
    public void Secret_OfAFailedProcess_IsNotInTheException()
    {
        var failure = Should.Throw<ProcessException>(() => ToolResolver.GetTool(Child.Assembly)($"--as-child fail 2 {Secret:r}"));

        failure.ToString().ShouldNotContain("s3cr3t");
        failure.Message.ShouldContain("[REDACTED]");
    }

    [Fact]
    public void Secret_OfSeveralLines_IsHiddenLineByLine()
    {
        var key = "-----BEGIN-----\nabcdefgh\n-----END-----";

        var output = ToolResolver.GetTool(Child.Assembly)($"--as-child say {key:r}");

        output.ShouldAllBe(x => x.Text == "[REDACTED]");
    }

    private sealed class Memory : ILogEventSink
    {
        private readonly ConcurrentQueue<LogEvent> _events = [];

        public void Emit(LogEvent logEvent) => _events.Enqueue(logEvent);

        public List<string> Lines(LogEventLevel? level = null) =>
            [.. _events.Where(x => level == null || x.Level == level).Select(x => x.RenderMessage())];
    }
}
