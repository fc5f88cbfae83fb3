using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common;
using Nuke.Common.Execution;
using Pipeline.Core.Problems;
using Pipeline.Delivery;
using Pipeline.Targets.Ci;
using Pipeline.Targets.CommandLine;
using Pipeline.Targets.Components;
using Pipeline.Targets.Face;
using Pipeline.Targets.Failures;
using Pipeline.Targets.Secrets;
using Serilog;

namespace Pipeline.Targets;

/// <summary>
/// The base of a build class. Before any target runs, every argument must be a known target or parameter with a value of its
/// type, and every required value must be there. Secrets are kept from console, log files, annotations and job summary. A target
/// that fails with a verdict, wrong input or a broken tool shows sentences, not a stack trace.
/// </summary>
[DisableDefaultOutput(DefaultOutput.Logo)]
public abstract class PipelineBuild : NukeBuild, IPipelineBuild
{
    private static readonly SecretRedactor Redactor = new();
    private static readonly CancellationTokenSource Interruption = new();
    private static CiWriter? _ci;

    private FailurePolicy? _failures;
    private DeliverySession? _delivery;
    private IDeliveryFace? _face;

    /// <summary>
    /// Variables that only look like parameters. The engine must not see them, in either package mode, so that they are no longer
    /// in this process; what the build runs for the team gets them back.
    /// </summary>
    internal static IReadOnlyDictionary<string, string> HiddenVariables { get; private set; } = new Dictionary<string, string>();

    public CiWriter Ci =>
        _ci ?? throw new InvalidOperationException($"Start the build with {nameof(PipelineBuild)}.{nameof(Execute)}.");

    public IDeliveryFace Face => _face ??= new BuildFace(this);

    public CancellationToken Cancellation => Interruption.Token;

    /// <summary>A text without the secrets that this process knows of.</summary>
    internal static string Redact(string text) => Redactor.Redact(text);

    public DeliverySession Delivery => _delivery ??= new DeliverySession(DeliveryOfBuild.Request(this));

    /// <summary>Adds the team's own trainers, flavors, expectations and policy to the toolkit's; nothing by default.</summary>
    protected internal virtual void Configure(DeliveryBuilder builder)
    {
    }

    /// <summary>
    /// Runs the build: call it from <c>Main</c> with the default targets. Returns one of <see cref="ExitCodes"/>.
    /// </summary>
    protected static new int Execute<T>(params Expression<Func<T, Target>>[] defaultTargetExpressions)
        where T : PipelineBuild, new()
    {
        var arguments = Environment.GetCommandLineArgs()[1..];
        var surface = BuildSurface.Of(typeof(T));
        var start = new BuildStart(surface, arguments, Variables());
        foreach (var secret in start.Secrets())
            Redactor.Add(secret);
        _ci = new CiWriter(Console.Out, Redactor, CiHost.Detect(start.Root));
        _ci.Mask(Redactor.Secrets);
        Console.SetOut(new RedactingWriter(Guarded(Console.Out), Redactor));
        Console.SetError(new RedactingWriter(Guarded(Console.Error), Redactor));

        HiddenVariables = start.ForeignVariables();
        // Before the engine's static constructor, which reads some of them.
        foreach (var (variable, value) in start.Variables())
            Environment.SetEnvironmentVariable(variable, value);
        if (start.Problems() is { Count: > 0 } problems)
            return Refuse(problems);
        foreach (var note in start.Notes())
            Console.Error.WriteLine(note);
        if (Usage.IsAskedFor(arguments))
            Console.WriteLine(Usage.Text(surface));
        using var termination = InterruptionSource.Connect(Interruption);
        try
        {
            return NukeBuild.Execute(defaultTargetExpressions);
        }
        finally
        {
            AttemptFile.Redact(TemporaryDirectory, Redactor);
            Console.Out.Flush();
            Console.Error.Flush();
        }
    }

    protected override void OnBuildCreated()
    {
        RedactLog();
        base.OnBuildCreated();
    }

    protected override void OnBuildInitialized()
    {
        RedactLog();
        if (RequiredParameterCheck.Check(this) is { Count: > 0 } problems)
        {
            ExitCode = ExitCodes.InvalidInput;
            foreach (var problem in problems)
                Ci.Error(problem);
            throw new InvalidInputException(problems);
        }

        _failures = new FailurePolicy(this, Ci);
        _failures.Guard(ExecutionPlan);
        base.OnBuildInitialized();
    }

    protected override void OnTargetFailed(string target)
    {
        _failures?.NameCause(target);
        base.OnTargetFailed(target);
    }

    protected override void OnBuildFinished()
    {
        _delivery?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        if (ExecutionPlan.Any(x => x.Status != ExecutionStatus.NotRun))
            Ci.Summarize(SummaryTable.Render(this));
        base.OnBuildFinished();
    }

    private static void RedactLog()
    {
        if (Log.Logger is FailureLogger)
            return;
        Log.Logger = new FailureLogger(new RedactingLogger(Log.Logger, Redactor));
    }

    private static TextWriter Guarded(TextWriter console) =>
        WorkflowCommandGuard.IsWanted(Environment.GetEnvironmentVariable) ? new WorkflowCommandGuard(console) : console;

    private static int Refuse(IReadOnlyList<Problem> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
            _ci!.Error(problem);
        }

        Console.Error.Flush();
        return ExitCodes.InvalidInput;
    }

    private static Dictionary<string, string> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(x => (string)x.Key, x => (string?)x.Value ?? "");
}
