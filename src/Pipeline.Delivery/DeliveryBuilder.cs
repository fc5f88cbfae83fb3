using System.Reflection;
using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Core.Extensions;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Programs;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Jobs;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker;
using Pipeline.Docker.Jobs;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Robustness;
using Pipeline.MLNet;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Monitoring.Channels;
using Pipeline.Onnx;

namespace Pipeline.Delivery;

/// <summary>
/// Puts together what a delivery can do. The toolkit's own parts are added by it, and a team's beside them: in its build, or by
/// the class library that a manifest names with <c>extensions</c>. Names are unique within a kind.
/// </summary>
public sealed class DeliveryBuilder
{
    /// <summary>The assemblies that have the toolkit's own parts.</summary>
    private static readonly Assembly[] Toolkit =
        [typeof(MLNetFlavor).Assembly, typeof(OnnxFlavor).Assembly, typeof(StandardMetrics).Assembly];

    private readonly Dictionary<(string Kind, string Name, ModelTask? Task), object> _parts = [];
    private readonly List<Problem> _problems = [];
    private IAccessPolicy _policy = new AllowAll();
    private IProgramSource _programs = new FeedPrograms();

    internal DeliveryBuilder()
    {
    }

    /// <summary>A trainer that manifests may name.</summary>
    public DeliveryBuilder AddTrainer(ITrainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        CheckOptions(trainer.Options, trainer);
        return Add("trainer", trainer.Name, trainer);
    }

    /// <summary>A flavor of models that can be judged; for a server to know it too, it is in the library of a manifest.</summary>
    public DeliveryBuilder AddFlavor(IModelFlavor flavor)
    {
        ArgumentNullException.ThrowIfNull(flavor);
        return Add("flavor", flavor.Name, flavor);
    }

    /// <summary>A metric that is measured of models of its task, and that gates may name.</summary>
    public DeliveryBuilder AddMetric(IMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return Add("metric", metric.Name, metric, metric.Task);
    }

    /// <summary>A rule that disturbs rows, which is measured of every model, and which gates may name.</summary>
    public DeliveryBuilder AddRobustnessRule(IRobustnessRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        CheckOptions(rule.Options, rule);
        return Add("rule", rule.Name, rule);
    }

    /// <summary>An expectation that manifests may name with <c>custom</c>.</summary>
    public DeliveryBuilder AddExpectation(ICustomExpectation expectation)
    {
        ArgumentNullException.ThrowIfNull(expectation);
        return Add("expectation", expectation.Name, expectation);
    }

    /// <summary>An engine that environments.yml may name with <c>engine</c>.</summary>
    public DeliveryBuilder AddEngine(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return Add("engine", engine.Name, engine);
    }

    /// <summary>An engine for jobs that environments.yml and <c>--on</c> may name.</summary>
    public DeliveryBuilder AddJobEngine(IJobEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return Add("job engine", engine.Name, engine);
    }

    /// <summary>An analysis that environments.yml may hold new revisions to, by its <c>metric</c>.</summary>
    public DeliveryBuilder AddAnalysis(IAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (analysis.Options is { } options)
            CheckOptions(options, analysis);
        return Add("analysis", analysis.Name, analysis);
    }

    /// <summary>A kind of channel by which environments.yml may have people told of alerts.</summary>
    public DeliveryBuilder AddAlertChannel(IAlertChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        CheckOptions(channel.Options, channel);
        return Add("alert channel", channel.Name, channel);
    }

    /// <summary>What is asked before a state is changed, instead of a policy that allows everything.</summary>
    public DeliveryBuilder UsePolicy(IAccessPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _policy = policy;
        return this;
    }

    /// <summary>
    /// Where server and gateway come from, instead of packages of the version that the build was restored with. For who works on
    /// the toolkit itself.
    /// </summary>
    public DeliveryBuilder UsePrograms(IProgramSource programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        _programs = programs;
        return this;
    }

    /// <summary>
    /// One of each public class of an assembly that is a part of models and has a constructor without parameters. Policies,
    /// engines, analyses and alert channels are no such parts: who may do what, what runs where, and how people are told, is said
    /// by the build.
    /// </summary>
    public DeliveryBuilder AddLibrary(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return AddLibrary(ExtensionLibrary.Of(assembly));
    }

    internal DeliveryBuilder AddLibrary(ExtensionLibrary library)
    {
        foreach (var trainer in Made(library.Create<ITrainer>()))
            AddTrainer(trainer);
        foreach (var flavor in Made(library.Create<IModelFlavor>()))
            AddFlavor(flavor);
        foreach (var metric in Made(library.Create<IMetric>()).OrderBy(metric => metric.Name, StringComparer.Ordinal))
            AddMetric(metric);
        foreach (var rule in Made(library.Create<IRobustnessRule>()).OrderBy(rule => rule.Name, StringComparer.Ordinal))
            AddRobustnessRule(rule);
        foreach (var expectation in Made(library.Create<ICustomExpectation>()))
            AddExpectation(expectation);
        return this;
    }

    /// <exception cref="InvalidInputException">Two parts of a kind have one name, or a part cannot be made.</exception>
    internal DeliveryParts Build() => _problems.Count > 0
        ? throw new InvalidInputException(_problems)
        : new DeliveryParts
        {
            Trainers = new TrainerCatalog(Of<ITrainer>("trainer")),
            Predictors = new PredictorCatalog(Of<IModelFlavor>("flavor")),
            Metrics = [.. Of<IMetric>("metric")],
            Rules = [.. Of<IRobustnessRule>("rule")],
            Expectations = new ExpectationCatalog(Of<ICustomExpectation>("expectation")),
            Engines = new EngineCatalog(Of<IEngine>("engine")),
            JobEngines = new JobEngineCatalog(Of<IJobEngine>("job engine")),
            Analyses = new AnalysisCatalog(Of<IAnalysis>("analysis")),
            AlertChannels = new AlertChannelCatalog(Of<IAlertChannel>("alert channel")),
            Policy = _policy,
            Programs = _programs,
            Foreign =
            [
                .. _parts.Values.Where(part => part is not (IEngine or IJobEngine or IAnalysis or IAlertChannel))
                    .Select(part => part.GetType().Assembly)
                    .Distinct().Except(Toolkit),
            ],
        };

    private DeliveryBuilder Add(string kind, string name, object part, ModelTask? task = null)
    {
        if (!_parts.TryAdd((kind, name, task), part))
        {
            _problems.Add(new Problem(
                $"Two {Plural(kind)} have the name '{name}': {Owner(_parts[(kind, name, task)])} and {Owner(part)}.",
                "Give one of them another name."));
        }

        return this;
    }

    private void CheckOptions(Type options, object part)
    {
        try
        {
            ManifestRecord.Keys(options);
        }
        catch (InvalidOperationException exception)
        {
            _problems.Add(new Problem(
                $"The options of '{part.GetType().FullName}' cannot be written in a manifest: {exception.Message}"));
        }
    }

    private static string Plural(string kind) => kind == "analysis" ? "analyses" : $"{kind}s";

    private static string Owner(object part) =>
        Toolkit.Contains(part.GetType().Assembly) ? "the toolkit's" : $"'{part.GetType().FullName}'";

    private IReadOnlyList<T> Made<T>(Validated<IReadOnlyList<T>> made)
    {
        _problems.AddRange(made.Problems);
        return made.TryGet(out var parts) ? parts : [];
    }

    private IEnumerable<T> Of<T>(string kind) => _parts.Where(part => part.Key.Kind == kind).Select(part => (T)part.Value);
}

/// <summary>What a delivery was put together of.</summary>
internal sealed record DeliveryParts
{
    public required TrainerCatalog Trainers { get; init; }

    public required PredictorCatalog Predictors { get; init; }

    public required IReadOnlyList<IMetric> Metrics { get; init; }

    public required IReadOnlyList<IRobustnessRule> Rules { get; init; }

    public required ExpectationCatalog Expectations { get; init; }

    public required EngineCatalog Engines { get; init; }

    public required JobEngineCatalog JobEngines { get; init; }

    public required AnalysisCatalog Analyses { get; init; }

    public required AlertChannelCatalog AlertChannels { get; init; }

    public required IAccessPolicy Policy { get; init; }

    public required IProgramSource Programs { get; init; }

    /// <summary>The assemblies of parts that are not the toolkit's, whose code stages run, too.</summary>
    public required IReadOnlyList<Assembly> Foreign { get; init; }
}

/// <summary>The toolkit's own parts, added as any other.</summary>
internal static class OwnParts
{
    /// <param name="builder">Takes them.</param>
    /// <param name="clock">Measures how long a training takes.</param>
    public static DeliveryBuilder AddOwnParts(this DeliveryBuilder builder, TimeProvider clock)
    {
        foreach (var trainer in MLNetTrainers.All(clock).Concat(OnnxTrainers.All(clock)))
            builder.AddTrainer(trainer);
        foreach (var metric in StandardMetrics.All)
            builder.AddMetric(metric);
        foreach (var rule in StandardRules.All)
            builder.AddRobustnessRule(rule);
        foreach (var analysis in StandardAnalyses.All)
            builder.AddAnalysis(analysis);
        foreach (var channel in StandardChannels.All)
            builder.AddAlertChannel(channel);
        var (processes, docker) = (new ProcessEngine(), new DockerEngine());
        return builder.AddFlavor(new MLNetFlavor()).AddFlavor(new OnnxFlavor())
            .AddEngine(processes).AddEngine(docker).AddEngine(new SwarmEngine(docker))
            .AddEngine(new AutoEngine(docker, processes)).AddJobEngine(new SwarmJobs());
    }
}
