using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;

namespace Pipeline.Evaluation.Robustness;

/// <summary>What is to be measured: the standard rules with their defaults, and what gates ask for.</summary>
internal sealed record RobustnessPlan
{
    /// <summary>Each once.</summary>
    public required IReadOnlyList<Disturbance> Disturbances { get; init; }

    /// <summary>By gate; null for one whose rule finds nothing to disturb in this model.</summary>
    public required IReadOnlyDictionary<RobustnessGate, Disturbance?> Gates { get; init; }

    /// <summary>
    /// Rules and options that are not known, and metrics of no use to the task, which can be known before there is a model.
    /// </summary>
    public static IReadOnlyList<Problem> Check(
        BoundManifest<ModelFrame> manifest, ModelTask task, IReadOnlyList<IRobustnessRule> rules, MetricCatalog metrics) =>
    [
        .. GatesOf(manifest).SelectMany(gate => Find(gate, rules) is { } rule
            ? Options(gate, rule).Problems
            : [Unknown(manifest, gate, rules)]),
        .. GatesOf(manifest).Where(gate => gate.Metric is { } name && metrics.Find(task, name) is null)
            .Select(gate => metrics.Unknown(gate.Metric!, task, manifest.Locate($"{manifest.PathOf(gate)}.metric"))),
    ];

    /// <summary>Gates on columns that the data does not have.</summary>
    public static IEnumerable<Problem> CheckColumns(BoundManifest<ModelFrame> manifest, IReadOnlyList<string> columns) =>
        GatesOf(manifest).SelectMany(gate => gate.Columns.Index().Where(x => !columns.Contains(x.Item)).Select(x =>
            manifest.Locate($"{manifest.PathOf(gate)}.columns[{x.Index}]").Problem(
                $"The data has no column '{x.Item}' to disturb.", NearestNames.Hint(x.Item, columns.ToList()))));

    /// <summary>Inputs that the model does not read, and those that a rule cannot disturb, are problems, too.</summary>
    public static Validated<RobustnessPlan> Of(
        BoundManifest<ModelFrame> manifest,
        ModelSignature signature,
        IReadOnlyList<IRobustnessRule> rules,
        MetricCatalog metrics)
    {
        List<Problem> problems = [.. Check(manifest, signature.Task, rules, metrics)];
        problems.AddRange(GatesOf(manifest).SelectMany(gate => CheckColumns(manifest, gate, signature, rules)));
        if (problems.Count > 0)
            return Validated.Invalid<RobustnessPlan>(problems);
        var gates = new Dictionary<RobustnessGate, Disturbance?>(ReferenceEqualityComparer.Instance);
        foreach (var gate in GatesOf(manifest))
        {
            var rule = rules.First(known => known.Name == gate.Rule);
            var metric = gate.Metric is { } name ? metrics.Find(signature.Task, name)! : metrics.Of(signature.Task)[0];
            gates[gate] = Plan(rule, Options(gate, rule).Value, gate.Columns, metric, signature);
        }

        var standard = manifest.Get<EvaluationSection>().Robustness.Standard
            ? rules.Select(rule => Plan(
                rule, Activator.CreateInstance(rule.Options)!, [], metrics.Of(signature.Task)[0], signature))
            : [];
        return Validated.Valid(new RobustnessPlan
        {
            Disturbances = [.. standard.Concat(gates.Values).OfType<Disturbance>().DistinctBy(planned => planned.Key)],
            Gates = gates,
        });
    }

    private static IEnumerable<RobustnessGate> GatesOf(BoundManifest<ModelFrame> manifest) =>
        manifest.Get<EvaluationSection>().Gates.OfType<RobustnessGate>();

    private static IRobustnessRule? Find(RobustnessGate gate, IReadOnlyList<IRobustnessRule> rules) =>
        rules.FirstOrDefault(rule => rule.Name == gate.Rule);

    private static Problem Unknown(
        BoundManifest<ModelFrame> manifest, RobustnessGate gate, IReadOnlyList<IRobustnessRule> rules)
    {
        string[] names = [.. rules.Select(rule => rule.Name)];
        return manifest.Locate($"{manifest.PathOf(gate)}.robustness").Problem(
            $"There is no rule '{gate.Rule}' to disturb rows by.", NearestNames.Hint(gate.Rule, names));
    }

    private static Validated<object> Options(RobustnessGate gate, IRobustnessRule rule) => gate.Options is { } written
        ? written.Bind(rule.Options)
        : Validated.Valid(Activator.CreateInstance(rule.Options)!);

    private static IEnumerable<Problem> CheckColumns(
        BoundManifest<ModelFrame> manifest,
        RobustnessGate gate,
        ModelSignature signature,
        IReadOnlyList<IRobustnessRule> rules)
    {
        string[] names = [.. signature.Inputs.Select(input => input.Name)];
        var rule = Find(gate, rules);
        foreach (var (index, name) in gate.Columns.Index())
        {
            var place = manifest.Locate($"{manifest.PathOf(gate)}.columns[{index}]");
            var input = signature.Inputs.FirstOrDefault(known => known.Name == name);
            if (input is null)
                yield return place.Problem($"The model does not read '{name}'.", NearestNames.Hint(name, names));
            else if (rule?.Takes(input) == false)
            {
                yield return place.Problem(
                    $"'{rule.Name}' does not disturb '{name}', which is {input.Words()}.", Taken(rule, signature));
            }
        }
    }

    private static string Taken(IRobustnessRule rule, ModelSignature signature)
    {
        string[] taken = [.. signature.Inputs.Where(rule.Takes).Select(input => input.Name)];
        return taken.Length == 0
            ? "The model has no input that it disturbs."
            : $"It disturbs {string.Join(", ", taken)}.";
    }

    private static Disturbance? Plan(
        IRobustnessRule rule, object options, IReadOnlyList<string> named, IMetric metric, ModelSignature signature)
    {
        ModelInput[] inputs =
        [
            .. signature.Inputs.Where(input => named.Count > 0
                ? named.Contains(input.Name)
                : rule.Takes(input) && rule.IsAdmitted(signature, input)),
        ];
        var words = string.Join(
            ", ", ManifestRecord.ToJson(options).EnumerateObject().Select(x => $"{x.Name} {Written(x.Value)}"));
        return inputs.Length == 0 ? null : new Disturbance(rule, options, words, inputs, metric, named.Count > 0);
    }

    /// <summary>A number without its many zeros: "1E+15".</summary>
    private static string Written(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble().ToString("R", CultureInfo.InvariantCulture)
        : value.ToString();
}
