using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Behaviour;
using Pipeline.Evaluation.Curves;
using Pipeline.Evaluation.Explanation;
using Pipeline.Evaluation.Fairness;
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

        List<Problem> problems =
        [
            .. CheckMetrics(request.Manifest, task, request.Metrics),
            .. CheckVersions(request.Manifest, [.. request.Versions.Keys]),
            .. CheckPrices(request.Manifest),
            .. CheckExplanation(request.Manifest, [.. request.Data.Rows.Columns.Select(column => column.Name)]),
        ];
        if (problems.Count > 0)
            return Validated.Invalid<EvaluationDocument>(problems);
        if (CheckData(request.Manifest, request.Data) is { Count: > 0 } refused)
            return Validated.Invalid<EvaluationDocument>(refused);
        var section = request.Manifest.Get<EvaluationSection>();
        var judged = JudgedRows.Of(request.Data, request.Predictor, cancellationToken);
        if (!judged.TryGet(out var rows))
            return Validated.Invalid<EvaluationDocument>(judged.Problems);
        var columns = Columns(request.Manifest, section)
            .Select(x => SliceColumn.Of(rows.Rows, x.Key, request.Manifest.Locate(x.Value))).ToList();
        var robustness = RobustnessPlan.Of(
            request.Manifest, request.Predictor.Signature, request.Rules, new MetricCatalog(request.Metrics));
        var tests = request.Behaviour is { } written
            ? new BehaviourReader(
                written, TestedModel.Of(request.Predictor.Signature, rows.Rows.Columns.Select(column => column.Name))).Read()
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
        var gates = manifest.Get<EvaluationSection>().Gates.OfType<MetricGate>().ToList();
        return
        [
            .. SliceFinderColumns.CheckLosses(manifest, task),
            .. gates.Where(gate => catalog.Find(task, gate.Name) is null)
                .Select(gate => catalog.Unknown(gate.Name, task, manifest.Locate($"{manifest.PathOf(gate)}.metric"))),
            .. gates.Select(gate => (Gate: gate, Refused: catalog.Refuse(task, gate))).Where(x => x.Refused is not null)
                .Select(x => manifest.Locate($"{manifest.PathOf(x.Gate)}.{x.Refused!.Value.Name}")
                    .Problem(x.Refused.Value.Sentence, x.Refused.Value.Hint)),
        ];
    }

    /// <summary>Gates that compare with versions that are not registered, which can be known before there is a model.</summary>
    /// <param name="manifest">Has an <see cref="EvaluationSection"/>.</param>
    /// <param name="registered">The numbers of all versions.</param>
    public static IReadOnlyList<Problem> CheckVersions(BoundManifest<ModelFrame> manifest, IReadOnlyList<int> registered)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var known = registered.Count == 0 ? "No version is registered." : $"The last one is v{registered.Max()}.";
        return [.. manifest.Get<EvaluationSection>().Gates
            .Where(gate => gate.Criterion is Criterion.NoWorseThan x
                && MetricGate.VersionOf(x.Reference) is { } version && !registered.Contains(version))
            .Select(gate => manifest.Locate($"{manifest.PathOf(gate)}.no-worse-than").Problem(
                $"There is no version '{((Criterion.NoWorseThan)gate.Criterion).Reference}' of {manifest.Frame.Name}.", known))];
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
            .. RobustnessPlan.CheckColumns(manifest, columns),
            .. SliceFinderColumns.Check(manifest, columns),
            .. Columns(manifest, manifest.Get<EvaluationSection>()).Where(x => !columns.Contains(x.Key))
                .Select(x => SliceColumn.Missing(x.Key, columns, manifest.Locate(x.Value))),
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

    /// <summary>Gates on fairness that ask for what is not there, which can be known before there is a model.</summary>
    /// <param name="manifest">Has an <see cref="EvaluationSection"/>.</param>
    /// <param name="columns">The protected ones.</param>
    public static IReadOnlyList<Problem> CheckFairness(BoundManifest<ModelFrame> manifest, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(columns);
        return FairnessAudit.Check(manifest, columns);
    }

    private static List<Problem> CheckData(BoundManifest<ModelFrame> manifest, LabelledData data) =>
    [
        .. CheckFairness(manifest, data.Protected),
        .. FairnessAudit.Check(manifest, data),
        .. SliceFinderColumns.Check(manifest, data),
    ];

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
        var catalog = new MetricCatalog(request.Metrics).With(request.Predictor.Signature.Task, section.Gates);
        var sensor = new MetricSensor(request.Predictor.Signature.Task, options, catalog, cancellationToken);
        int[] all = [.. Enumerable.Range(0, rows.Rows.RowCount)];
        var baselines = Baseline.Of(request.Data, rows);
        var judgement = new RowsJudgement(rows, sensor, spec.Confidence);
        var measured = judgement.Measure(columns, baselines);
        var champion = new ChampionRows(rows, request.Champion, "the champion", cancellationToken);
        var versions = request.Versions.OrderBy(x => x.Key)
            .Select(x => (Number: x.Key, Rows: new ChampionRows(rows, x.Value, $"v{x.Key}", cancellationToken))).ToList();
        var references = versions.ToDictionary(x => $"v{x.Number}", IReference (x) => x.Rows);
        references.Add(MetricGate.Champion, champion);
        references.Add(MetricGate.Baseline, new BaselineRows(rows, baselines));
        var cost = section.Prices is { } prices && request.Server is { } test ? CostSheet.Of(prices, test) : null;
        var explanation = request.Metrics.FirstOrDefault(metric => metric.Task == sensor.Task) is { } first
            ? new ExplanationMaker(request, rows, section.Explanation).Make(first, spec.Confidence, cancellationToken)
            : null;
        var fairness = new FairnessAudit(rows, section.Fairness, options, spec.Confidence)
            .Measure(request.Data, section.Gates.OfType<FairnessGate>(), cancellationToken);
        var found = FoundSlices.Search(request, rows, options, cancellationToken);
        IGateSource[] sources =
        [
            new ServerEvidence(request.Server, cost),
            disturbed,
            new ImportanceEvidence(explanation),
            new FairnessGates(fairness),
            new FoundSlicesGates(found, rows.Answers.Broken),
        ];
        var evidence = new Evidence(measured.Overall, measured.Slices, references, sensor, request.Folds, sources)
        {
            Confidence = spec.Confidence,
            IsByRow = rows.Groups is null,
        };
        var report = new GateJudge(evidence, all.Length, request.Manifest.PathOf).Judge(section.Gates);
        return new EvaluationDocument
        {
            Name = request.Manifest.Frame.Name,
            Inputs = request.Inputs,
            Model = request.Model,
            Champion = champion.Describe(),
            Split = request.Data.Split,
            Rows = all.Length,
            Label = rows.Label,
            Decision = request.Predictor.Signature.Decision,
            Classes = rows.Count(all),
            Resamples = spec.Resamples,
            ResampledGroups = rows.Groups?.Distinct().Count(),
            Seed = spec.Seed,
            Measurements = evidence.Overall,
            PerClass = measured.PerClass,
            Baselines = measured.Baselines,
            Versions = [.. versions.Select(x => Described(x.Number, x.Rows.Describe())).OfType<EvaluatedVersion>()],
            Tables = measured.Tables,
            Curves = measured.Answers is { } answers
                ? CurveMaker.Of(answers, rows.Label, champion.FindCompared(all)?.Second(), spec.Seed)
                : null,
            Groups = [.. columns.SelectMany(x => Describe(evidence.Slices[x.Name], rows))],
            Server = request.Server,
            Cost = cost,
            Robustness = disturbed.Report,
            Explanation = explanation,
            Fairness = fairness,
            FoundSlices = found,
            Report = report,
        };
    }

    private static EvaluatedVersion? Described(int number, EvaluatedChampion? compared) =>
        compared is null ? null : new EvaluatedVersion(number, compared.Model, compared.Rows, compared.LeftOut);

    private static IEnumerable<EvaluatedGroup> Describe(MeasuredSlice slice, JudgedRows rows) =>
        slice.Column.Groups.Zip(slice.Parts, (group, part) => new EvaluatedGroup
        {
            Column = group.Column,
            Value = group.Value,
            Rows = group.Rows.Count,
            Classes = rows.Count(group.Rows),
            Measurements = part.Measurements,
        });

    /// <summary>The columns to slice by, in order, and where the manifest first names them.</summary>
    private static OrderedDictionary<string, string> Columns(BoundManifest<ModelFrame> manifest, EvaluationSection section)
    {
        var columns = new OrderedDictionary<string, string>();
        foreach (var (index, name) in section.Slices.Index())
            columns.TryAdd(name, ManifestPath.Of("evaluation", "slices", index));
        foreach (var gate in section.Gates.OfType<MetricGate>())
        {
            if (gate.Slice is { } slice)
                columns.TryAdd(slice, $"{manifest.PathOf(gate)}.slice");
            foreach (var (index, name) in (gate.WorstOf ?? []).Index())
                columns.TryAdd(name, $"{manifest.PathOf(gate)}.worst-of[{index}]");
        }

        return columns;
    }
}
