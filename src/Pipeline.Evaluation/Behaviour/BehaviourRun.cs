using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Robustness;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Behaviour;

/// <summary>Asks a model what tests ask for, and says which rows broke them.</summary>
/// <param name="tests">Where they stand.</param>
/// <param name="predictor">Who is asked.</param>
/// <param name="judged">The test rows to take samples of.</param>
/// <param name="personal">Columns of which no value is shown.</param>
/// <param name="cancellationToken">Ends it between two questions.</param>
internal sealed class BehaviourRun(
    BoundManifest<BehaviourTests> tests,
    IPredictor predictor,
    JudgedRows judged,
    IReadOnlyCollection<string> personal,
    CancellationToken cancellationToken)
{
    private const int MostShown = 3;

    private readonly ModelSignature _signature = predictor.Signature;

    public (BehaviourReport Report, IReadOnlyList<CheckResult> Checks) Run(IReadOnlyList<PlannedTest> planned)
    {
        List<(BehaviourResult Result, CheckResult Check)> done = [.. planned.Select(Run)];
        var report = new BehaviourReport
        {
            File = tests.Locate("").File,
            Seed = tests.Frame.Seed,
            Tests = [.. done.Select(x => x.Result)],
        };
        return (report, [.. done.Select(x => x.Check)]);
    }

    private (BehaviourResult Result, CheckResult Check) Run(PlannedTest planned) => planned.Test switch
    {
        ExampleTest example => Example(example, planned.Rows!),
        InvarianceTest invariance => Move(invariance, planned, BehaviourKind.Invariance, Words(invariance, planned), Math.Abs),
        DirectionTest { Expect: ExpectedDirection.NeverLower } x =>
            Move(x, planned, BehaviourKind.Direction, $"{Changes(planned)} never lowers {Meant(x)}", moved => -moved),
        _ => Move(
            (DirectionTest)planned.Test,
            planned,
            BehaviourKind.Direction,
            $"{Changes(planned)} never raises {Meant(planned.Test)}",
            moved => moved),
    };

    private (BehaviourResult Result, CheckResult Check) Example(ExampleTest test, Table rows)
    {
        var criterion = test.Accepts ?? new Criterion.OneOf([test.Answer!]);
        var answers = Answers.Of(predictor, rows, cancellationToken);
        var measurement = new Measurement
        {
            Name = test.Accepts is null ? "class" : Meant(test).Replace("the ", "", StringComparison.Ordinal),
            Slice = test.Title,
            Value = answers.Broken is { } broken ? new MeasuredValue.NotMeasured(broken)
                : test.Accepts is null ? ClassOf(answers, 0)!
                : Value(answers, test.Class, 0),
            Samples = 1,
        };
        var check = CheckOf(test, criterion).Judge(measurement);
        var failed = check.Verdict.Outcome == Outcome.Failed;
        var meant = test.Accepts is null ? "the class" : Meant(test);
        var result = ResultOf(test, BehaviourKind.Example, $"{meant} is {criterion}") with
        {
            Cases = answers.Broken is null ? 1 : 0,
            Broken = failed ? 1 : 0,
            Worst = failed ? [CaseOf(rows, 0, Value(answers, test.Class ?? test.Answer, 0), answers)] : [],
        };
        return (result, check);
    }

    /// <param name="test">What is expected.</param>
    /// <param name="planned">Its rows and changes.</param>
    /// <param name="kind">For the report.</param>
    /// <param name="expectation">In words.</param>
    /// <param name="excess">How bad a move of an answer is; not above the test's tolerance where it is none.</param>
    private (BehaviourResult Result, CheckResult Check) Move(
        MovedTest test, PlannedTest planned, BehaviourKind kind, string expectation, Func<double, double> excess)
    {
        var rows = planned.Rows ?? Sampled(test.Sample ?? MovedTest.UsualSample);
        var before = Answers.Of(predictor, rows, cancellationToken);
        var (cases, leftOut, broken, worst) = (0, 0, before.Broken, new List<(double Excess, BrokenCase Case)>());
        foreach (var variant in planned.Variants.TakeWhile(_ => broken is null))
        {
            var (touched, changed) = Change(rows, variant);
            leftOut += rows.RowCount - touched.Count;
            if (touched.Count == 0)
                continue;
            var after = Answers.Of(predictor, changed, cancellationToken);
            broken = after.Broken;
            for (var place = 0; place < touched.Count && broken is null; place++)
            {
                cases++;
                var bad = Moved(test, before, touched[place], after, place, excess);
                if (bad > test.Tolerance)
                    worst.Add((bad, CaseOf(rows, touched[place], changed, place, variant, test.Class, before, after)));
            }
        }

        var share = cases == 0 ? 0 : (double)worst.Count / cases;
        var measurement = new Measurement
        {
            Name = "broken_share",
            Slice = test.Title,
            Value = broken is not null ? new MeasuredValue.NotMeasured(broken)
                : planned.Unread.Count > 0 ? new MeasuredValue.NotApplicable($"the model does not read {Quoted(planned.Unread)}")
                : cases == 0 ? new MeasuredValue.NotMeasured("the change touches none of the rows")
                : share,
            Samples = cases,
        };
        var result = ResultOf(test, kind, expectation) with
        {
            Cases = cases,
            Broken = worst.Count,
            LeftOut = leftOut,
            Worst = [.. worst.OrderByDescending(x => x.Excess).Take(MostShown).Select(x => x.Case)],
        };
        var check = CheckOf(test, new Criterion.AtMost(test.BrokenAtMost)).Judge(measurement);
        if (check.Verdict.Outcome == Outcome.Failed)
            check = check with { Verdict = Verdict.Failed(Sentence(test, result)) };
        return (result, check);
    }

    /// <summary>Of several classes without a name, the one that moves most.</summary>
    private double Moved(
        BehaviourTest test, Answers before, int row, Answers after, int place, Func<double, double> excess) =>
        test.Class is null && before.Columns.Count > 1
            ? before.Columns.Zip(after.Columns, (x, y) => excess(y[place] - x[row])).Max()
            : excess(Value(after, test.Class, place) - Value(before, test.Class, row));

    private Table Sampled(int most) => DisturbedSample.Of(judged, _signature, most, tests.Frame.Seed).Rows;

    /// <summary>Rows that a change touches, and what they become.</summary>
    private static (IReadOnlyList<int> Touched, Table Changed) Change(Table rows, Variant variant)
    {
        var values = variant.Steps.Select(step => (Step: step, Values: new List<GivenValue>())).ToList();
        var touched = new List<int>();
        for (var row = 0; row < rows.RowCount; row++)
        {
            var changed = variant.Steps.Select(step => step.Of(GivenColumn.At(rows[step.Reader.Input.Name], row))).ToList();
            if (changed.Exists(value => value is null))
                continue;
            touched.Add(row);
            foreach (var (place, value) in changed.Index())
                values[place].Values.Add(value!.Value);
        }

        var table = rows.Select([.. touched]);
        foreach (var (step, changed) in values)
            table = Replace(table, GivenColumn.Of(step.Reader.Input, changed));
        return (touched, table);
    }

    private static Table Replace(Table table, Column column) =>
        new(table.Columns.Select(known => known.Name == column.Name ? column : known));

    private static Check CheckOf(BehaviourTest test, Criterion criterion) => new()
    {
        Id = $"behaviour/{test.Title}",
        Criterion = criterion,
        Severity = test.Severity,
    };

    private BehaviourResult ResultOf(BehaviourTest test, BehaviourKind kind, string expectation) => new()
    {
        Name = test.Title,
        Kind = kind,
        Check = $"behaviour/{test.Title}",
        Expectation = expectation,
        Line = tests.Locate(tests.PathOf(test)!).Line,
        Cases = 0,
        Broken = 0,
        LeftOut = 0,
    };

    /// <summary>The number that is meant: of the class, of the positive one, or the prediction.</summary>
    private double Value(Answers answers, string? name, int row) => _signature.Label switch
    {
        ModelLabel.TwoClasses x when name == x.Negative => 1 - answers.Columns[0][row],
        ModelLabel.Classes x when name is not null => answers.Columns[x.Names.ToList().IndexOf(name)][row],
        ModelLabel.Classes => answers.Columns.Max(column => column[row]),
        _ => answers.Columns[0][row],
    };

    private string? ClassOf(Answers answers, int row) => (_signature.Label, answers.Decision) switch
    {
        (ModelLabel.TwoClasses x, DecisionRule.Threshold rule) =>
            rule.IsPositive(answers.Columns[0][row]) ? x.Positive : x.Negative,
        (ModelLabel.Classes x, _) => x.Names[DecisionRule.ArgMax.Choose([.. answers.Columns.Select(column => column[row])])],
        _ => null,
    };

    private BrokenCase CaseOf(
        Table rows, int row, Table changed, int place, Variant variant, string? name, Answers before, Answers after) =>
        CaseOf(rows, row, Value(before, name, row), before) with
        {
            Change = string.Join(", ", variant.Steps.Select(step => step.Reader.Input.Name).Select(input =>
                personal.Contains(input)
                    ? $"{input} is another"
                    : $"{input}: {rows[input].Text(row) ?? "missing"} to {changed[input].Text(place) ?? "missing"}")),
            Changed = Value(after, name, place),
        };

    private BrokenCase CaseOf(Table rows, int row, double answer, Answers answers) => new()
    {
        Row =
        [
            .. _signature.Inputs.Where(input => !personal.Contains(input.Name))
                .Select(input => new CaseValue(input.Name, rows[input.Name].Text(row))),
        ],
        Answer = answer,
        Class = ClassOf(answers, row),
    };

    private string Meant(BehaviourTest test) => _signature.Label switch
    {
        ModelLabel.Number x => $"the {x.Column}",
        ModelLabel.TwoClasses x => $"the probability of {test.Class ?? x.Positive}",
        _ => test.Class is { } name ? $"the probability of {name}" : "any probability",
    };

    private string Words(InvarianceTest test, PlannedTest planned) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(test.Changing.Count > 0 ? $"another {string.Join(" or ", test.Changing)}" : Changes(planned))} moves {Meant(test)} "
            + $"by at most {test.Tolerance}");

    private static string Changes(PlannedTest planned) => planned.Unread.Count > 0
        ? $"another {string.Join(" or ", planned.Unread)}"
        : string.Join(" or ", planned.Variants.Select(variant => string.Join(" and ", variant.Steps.Select(step => step.Words))));

    private static string Quoted(IReadOnlyList<string> names) => string.Join(" or ", names.Select(name => $"'{name}'"));

    private static string Sentence(MovedTest test, BehaviourResult result)
    {
        var worst = result.Worst[0];
        var may = test.BrokenAtMost == 0 ? "none" : FormattableString.Invariant($"a share of {test.BrokenAtMost}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Broken} of {result.Cases} changed rows broke it, and {may} may; "
                + $"the worst: {worst.Change} moved {worst.Answer:0.####} to {worst.Changed:0.####}.");
    }
}
