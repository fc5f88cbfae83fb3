using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Behaviour;
using Pipeline.Evaluation.Curves;
using Pipeline.Evaluation.Explanation;
using Pipeline.Evaluation.Gates;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Robustness;
using Pipeline.Evaluation.Serving;
using Pipeline.Evaluation.Slices;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Values;
using Pipeline.Statistics;

namespace Pipeline.Evaluation;

/// <summary>
/// Judges a model by rows that it has not seen. The same request gives the same document, whatever the order of the test rows and
/// the number of threads.
/// </summary>
public static class Evaluator
{
    /// <summary>
    /// A bad model is a verdict in the document's report. Problems are rows that the model cannot read, and slices that cannot be
    /// made: those are found before anything is measured.
    /// </summary>
    public static Validated<EvaluationDocument> Evaluate(EvaluationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (task, asked) = (request.Predictor.Signature.Task, request.Manifest.Frame.Task);
        if (task != asked)
        {
            return Validated.Invalid<EvaluationDocument>(request.Manifest.Locate("task").Problem(
                $"The model was trained for {TaskKind.Of(task).Words}, and the task is {TaskKind.Of(asked).Words}.",
                "Train it again."));
        }

        Problem[] problems =
        [
            .. CheckMetrics(request.Manifest, task, request.Metrics), .. CheckPrices(request.Manifest),
            .. CheckExplanation(request.Manifest, [.. request.Data.Rows.Columns.Select(column => column.Name)]),
        ];
        if (problems.Length > 0)
            return Validated.Invalid<EvaluationDocument>(problems);
        var section = request.Manifest.Get<EvaluationSection>();
        var judged = JudgedRows.Of(request.Data, request.Predictor, cancellationToken);
        if (!judged.TryGet(out var rows))
            return Validated.Invalid<EvaluationDocument>(judged.Problems);
        var columns = Columns(request.Manifest, section)
            .Select(x => SliceColumn.Of(rows.Rows, x.Key, request.Manifest.Locate(x.Value))).ToList();
        var robustness = RobustnessPlan.Of(
            request.Manifest, request.Predictor.Signature, request.Rules, new MetricCatalog(request.Metrics));
        var tests = request.Behaviour is { } written
            ? new BehaviourReader(written, TestedModel.Of(request.Predictor.Signature)).Read()
            : Validated.Valid<IReadOnlyList<PlannedTest>>([]);
        List<Problem> found = [.. columns.SelectMany(x => x.Problems), .. robustness.Problems, .. tests.Problems];
        if (found.Count > 0)
            return Validated.Invalid<EvaluationDocument>(found);
        var disturbed = RobustnessSource.Of(robustness.Value, request, rows, cancellationToken);
        var document = Judge(request, rows, [.. columns.Select(x => x.Value)], disturbed, cancellationToken);
        return Validated.Valid(Test(document, request, rows, tests.Value, cancellationToken));
    }

    /// <summary>Gates on metrics that the model's task does not have, which can be known before there is a model.</summary>
    /// <param name="manifest">Has an <see cref="EvaluationSection"/>.</param>
    /// <param name="task">What is predicted.</param>
    /// <param name="metrics">All that are known, of any task.</param>
    public static IReadOnlyList<Problem> CheckMetrics(
        BoundManifest<ModelFrame> manifest, ModelTask task, IReadOnlyList<IMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var catalog = new MetricCatalog(metrics);
        return [.. manifest.Get<EvaluationSection>().Gates.OfType<MetricGate>()
            .Where(gate => catalog.Find(task, gate.Name) is null)
            .Select(gate => catalog.Unknown(gate.Name, task, manifest.Locate($"{manifest.PathOf(gate)}.metric")))];
    }

    /// <summary>
    /// Gates on rules of disturbance that are not known, on options that a rule does not have, and on metrics of no use to the
    /// task, which can be known before there is a model.
    /// </summary>
    /// <param name="manifest">Has an <see cref="EvaluationSection"/>.</param>
    /// <param name="task">What is predicted.</param>
    /// <param name="rules">All that are known.</param>
    /// <param name="metrics">All that are known, of any task.</param>
    public static IReadOnlyList<Problem> CheckRules(
        BoundManifest<ModelFrame> manifest,
        ModelTask task,
        IReadOnlyList<IRobustnessRule> rules,
        IReadOnlyList<IMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(rules);
        return RobustnessPlan.Check(manifest, task, rules, new MetricCatalog(metrics));
    }

    /// <summary>Slices and disturbances of columns that the data does not have, known before there is a model.</summary>
    /// <param name="manifest">Has an <see cref="EvaluationSection"/>.</param>
    /// <param name="columns">Of the data.</param>
    public static IReadOnlyList<Problem> CheckSlices(BoundManifest<ModelFrame> manifest, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(columns);
        return
        [
            .. Columns(manifest, manifest.Get<EvaluationSection>()).Where(x => !columns.Contains(x.Key))
                .Select(x => SliceColumn.Missing(x.Key, columns, manifest.Locate(x.Value))),
            .. RobustnessPlan.CheckColumns(manifest, columns),
        ];
    }

    /// <summary>Gates on cost without anything that says what a server costs.</summary>
    /// <param name="manifest">Has an <see cref="EvaluationSection"/>.</param>
    public static IReadOnlyList<Problem> CheckPrices(BoundManifest<ModelFrame> manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var section = manifest.Get<EvaluationSection>();
        return section.Prices is not null ? [] : [.. section.Gates.OfType<CostGate>()
            .Select(gate => manifest.Locate($"{manifest.PathOf(gate)}.cost").Problem(
                "The gate is held against what predictions cost, and nothing says what a server costs.",
                "Write evaluation.prices: {currency: EUR, servers: {small: {processors: 2, memory: 4000, per-hour: 0.05}}}."))];
    }

    /// <summary>Behaviour tests that contradict what the manifest says, which can be known before there is a model.</summary>
    /// <param name="tests">As they are written.</param>
    /// <param name="task">What is to be predicted.</param>
    /// <param name="inputs">That a model can have, by name; null for one of which nothing else is known.</param>
    /// <param name="spellings">How values are written.</param>
    public static IReadOnlyList<Problem> CheckBehaviour(
        BoundManifest<BehaviourTests> tests,
        ModelTask task,
        IReadOnlyDictionary<string, ModelInput?> inputs,
        ValueSpellings spellings)
    {
        ArgumentNullException.ThrowIfNull(tests);
        ArgumentNullException.ThrowIfNull(inputs);
        return new BehaviourReader(tests, TestedModel.Of(task, inputs, spellings)).Read().Problems;
    }

    private static EvaluationDocument Test(
        EvaluationDocument document,
        EvaluationRequest request,
        JudgedRows rows,
        IReadOnlyList<PlannedTest> planned,
        CancellationToken cancellationToken)
    {
        if (request.Behaviour is not { } tests)
            return document;
        var run = new BehaviourRun(tests, request.Predictor, rows, request.Personal, cancellationToken);
        var (report, checks) = run.Run(planned);
        return document with
        {
            Behaviour = report,
            Report = new CheckReport([.. document.Report.Results, .. checks]),
        };
    }

    /// <summary>
    /// Gates on the importance of columns that the data does not have, or where nothing is explained, which can be known before
    /// there is a model.
    /// </summary>
    /// <param name="manifest">Has an <see cref="EvaluationSection"/>.</param>
    /// <param name="columns">Of the data.</param>
    public static IReadOnlyList<Problem> CheckExplanation(
        BoundManifest<ModelFrame> manifest, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(columns);
        return ImportanceEvidence.Check(manifest, columns);
    }

    private static EvaluationDocument Judge(
        EvaluationRequest request,
        JudgedRows rows,
        IReadOnlyList<SliceColumn> columns,
        RobustnessSource disturbed,
        CancellationToken cancellationToken)
    {
        request.Answered?.Invoke(rows.ToKeep());
        var section = request.Manifest.Get<EvaluationSection>();
        var spec = section.Bootstrap;
        var options = new BootstrapOptions { Resamples = spec.Resamples, Seed = spec.Seed, Threads = request.Threads };
        var sensor = new MetricSensor(
            request.Predictor.Signature.Task, options, new MetricCatalog(request.Metrics), cancellationToken);
        var all = Enumerable.Range(0, rows.Rows.RowCount).ToList();
        var judged = rows.Take(null, all);
        var cost = section.Prices is { } prices && request.Server is { } test ? CostSheet.Of(prices, test) : null;
        var explanation = request.Metrics.FirstOrDefault(metric => metric.Task == sensor.Task) is { } first
            ? new ExplanationMaker(request, rows, section.Explanation).Make(first, spec.Confidence, cancellationToken)
            : null;
        var evidence = new Evidence(
            sensor.Measure(judged, spec.Confidence),
            columns.ToDictionary(x => x.Name, x => Measure(x, rows, sensor, spec.Confidence)),
            new ChampionRows(rows, request.Champion, cancellationToken),
            sensor,
            request.Folds,
            [new ServerEvidence(request.Server, cost), disturbed, new ImportanceEvidence(explanation)]);
        var report = new GateJudge(evidence, all.Count, request.Manifest.PathOf).Judge(section.Gates);
        var answers = judged.Broken is null ? judged.First() : null;
        return new EvaluationDocument
        {
            Name = request.Manifest.Frame.Name,
            Inputs = request.Inputs,
            Model = request.Model,
            Champion = evidence.Champion.Describe(),
            Split = request.Data.Split,
            Rows = all.Count,
            Label = rows.Label,
            Decision = request.Predictor.Signature.Decision,
            Classes = rows.Count(all),
            Resamples = spec.Resamples,
            ResampledGroups = rows.Groups?.Distinct().Count(),
            Seed = spec.Seed,
            Measurements = evidence.Overall,
            Tables = answers is null ? [] : TaskKind.Of(sensor.Task).Tables(answers, rows.Label),
            Curves = answers is null
                ? null
                : CurveMaker.Of(answers, rows.Label, evidence.Champion.FindCompared(all)?.Second(), spec.Seed),
            Groups = [.. columns.SelectMany(x => Describe(evidence.Slices[x.Name], rows))],
            Server = request.Server,
            Cost = cost,
            Robustness = disturbed.Report,
            Explanation = explanation,
            Report = report,
        };
    }

    private static MeasuredSlice Measure(SliceColumn column, JudgedRows rows, MetricSensor sensor, double confidence) => new(
        column,
        [.. column.Groups.Select(x => sensor.Measure(rows.Take(x.Name, x.Rows), confidence))]);

    private static IEnumerable<EvaluatedGroup> Describe(MeasuredSlice slice, JudgedRows rows) =>
        slice.Column.Groups.Zip(slice.Measurements, (group, measurements) => new EvaluatedGroup
        {
            Column = group.Column,
            Value = group.Value,
            Rows = group.Rows.Count,
            Classes = rows.Count(group.Rows),
            Measurements = measurements,
        });

    /// <summary>The columns to slice by, in order, and where the manifest first names them.</summary>
    private static OrderedDictionary<string, string> Columns(BoundManifest<ModelFrame> manifest, EvaluationSection section)
    {
        var columns = new OrderedDictionary<string, string>();
        foreach (var (index, name) in section.Slices.Index())
            columns.TryAdd(name, ManifestPath.Of("evaluation", "slices", index));
        foreach (var gate in section.Gates.OfType<MetricGate>().Where(x => x.Slice is not null))
            columns.TryAdd(gate.Slice!, $"{manifest.PathOf(gate)}.slice");
        return columns;
    }
}
