using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Robustness;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.Evaluation.Behaviour;

public sealed class BehaviourTestsTests
{
    private const string Usual = "defaults: {income: 30000, late_payments: 1, purpose: Car, note: paid 2 times, sex: F}\n";

    private const string Late = """
        tests:
          - direction: More late payments never lower the risk
            change: {late_payments: {add: 1}}
            expect: never-lower
          - invariance: Sex says nothing
            changing: sex
            tolerance: 0.01
        """;

    [Fact]
    public void Run_SoundModel_KeepsToItsTests()
    {
        var document = Run(Late, Stressed.Sound);

        document.Report.Results.Select(x => x.Verdict.Outcome).ShouldBe([Outcome.Passed, Outcome.Passed]);
        var (direction, invariance) = (document.Behaviour!.Tests[0], document.Behaviour.Tests[1]);
        (direction.Kind, direction.Cases, direction.Broken).ShouldBe((BehaviourKind.Direction, 200, 0));
        direction.Expectation.ShouldBe("late_payments plus 1 never lowers the probability of yes");
        (direction.Line, direction.Check).ShouldBe((2, "behaviour/More late payments never lower the risk"));
        (invariance.Cases, invariance.LeftOut).ShouldBe((200, 200));
        invariance.Expectation.ShouldBe("another sex moves the probability of yes by at most 0.01");
        document.Behaviour.File.ShouldBe("tests.yml");
    }

    [Fact]
    public void Run_ModelThatLowersRiskForLatePayments_IsCaughtWithTheRows()
    {
        var document = Run(Late, (rows, row) => Stressed.Number(rows, "late_payments", row) >= 3
            ? 0.1
            : Stressed.Sound(rows, row));

        var (result, check) = (document.Behaviour!.Tests[0], document.Report.Results[0]);
        document.Report.Fails.ShouldBeTrue();
        check.Verdict.Outcome.ShouldBe(Outcome.Failed);
        check.Verdict.Reason.ShouldMatch(
            @"^\d+ of 200 changed rows broke it, and none may; the worst: late_payments: 2 to 3 moved 0\.\d+ to 0\.1\.$");
        result.Broken.ShouldBeInRange(10, 100);
        result.Worst.Count.ShouldBe(3);
        result.Worst.ShouldAllBe(x => x.Change == "late_payments: 2 to 3" && x.Changed < x.Answer);
        result.Worst.ShouldAllBe(x => x.Row.Count == 5 && x.Row[1].Name == "late_payments" && x.Row[1].Value == "2");
        result.Worst[0].Answer.ShouldBe(result.Worst.Max(x => x.Answer));
    }

    [Fact]
    public void Run_ModelThatLooksAtSex_IsCaught()
    {
        var document = Run(Late, (rows, row) => 0.4 + (rows["sex"].Text(row) == "M" ? 0.02 : 0));

        document.Report.Results.Select(x => x.Verdict.Outcome).ShouldBe([Outcome.Passed, Outcome.Failed]);
        document.Behaviour!.Tests[1].Worst[0].Change.ShouldBeOneOf("sex: F to M", "sex: M to F");
    }

    [Fact]
    public void Run_PersonalColumns_AreNotShown()
    {
        var document = Run(
            Late.Replace("changing: sex", "changing: [sex, purpose]", StringComparison.Ordinal),
            (rows, row) => rows["sex"].Text(row) == "M" ? 0.9 : 0.1,
            ["sex", "note", "income"]);

        var broken = document.Behaviour!.Tests[1].Worst[0];
        broken.Change.ShouldBe("sex is another");
        broken.Row.Select(x => x.Name).ShouldBe(["late_payments", "purpose"]);
    }

    [Fact]
    public void Run_RowsWithMissingValues_AreReadBackAsTheyWereWritten()
    {
        var document = Run(
            "tests: [{example: No income, row: {late_payments: 5, purpose: Car}, at-most: 0.1}]", Stressed.Sound);

        var json = JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Options);

        var read = JsonSerializer.Deserialize<EvaluationDocument>(json, DocumentJson.Options)!;
        read.Behaviour!.Tests[0].Worst[0].Row.ShouldBe(document.Behaviour!.Tests[0].Worst[0].Row);
        read.Behaviour.Tests[0].Worst[0].Row[0].ShouldBe(new CaseValue("income", null));
    }

    [Theory]
    [InlineData("answer: \"yes\"", Outcome.Passed)]
    [InlineData("answer: \"no\"", Outcome.Failed)]
    [InlineData("at-least: 0.6", Outcome.Passed)]
    [InlineData("between: [0, 0.5]", Outcome.Failed)]
    [InlineData("class: \"no\", at-most: 0.4", Outcome.Passed)]
    [InlineData("class: \"no\", at-least: 0.4, severity: warn", Outcome.Failed)]
    public void Run_Example_IsHeldAgainstItsAnswerOrLimit(string expected, Outcome outcome)
    {
        var document = Run($"{Usual}tests: [{{example: Two late, row: {{late_payments: 3}}, {expected}}}]", Stressed.Sound);

        var result = document.Report.Results.ShouldHaveSingleItem();
        result.Verdict.Outcome.ShouldBe(outcome);
        document.Report.Fails.ShouldBe(outcome == Outcome.Failed && !expected.Contains("warn", StringComparison.Ordinal));
        document.Behaviour!.Tests[0].Worst.Count.ShouldBe(outcome == Outcome.Failed ? 1 : 0);
    }

    [Fact]
    public void Run_GivenRows_AreChangedInEveryWay()
    {
        var document = Run(
            Usual + """
            tests:
              - invariance: Purpose and sex together
                change: {purpose: {to: [Car, Home]}, sex: {to: M}}
                rows: [{}, {purpose: Home}, {sex: M, purpose: Home}]
                broken-at-most: 0.5
            """,
            (rows, row) => rows["purpose"].Text(row) == "Car" ? 0.5 : 0.6);

        var result = document.Behaviour!.Tests[0];
        result.Expectation.ShouldBe(
            "purpose to Car and sex to M or purpose to Home and sex to M moves the probability of yes by at most 0");
        (result.Cases, result.LeftOut, result.Broken).ShouldBe((2, 4, 2));
        document.Report.Results[0].Verdict.Outcome.ShouldBe(Outcome.Failed);
    }

    [Fact]
    public void Run_ChangeThatTouchesNoRow_HasNotPassed()
    {
        var document = Run(
            Usual + "tests: [{direction: Home, change: {purpose: {to: Car}}, expect: never-higher, rows: [{}]}]", Stressed.Sound);

        document.Report.Results[0].Verdict.Outcome.ShouldBe(Outcome.Errored);
        document.Report.Results[0].Verdict.Reason.ShouldContain("the change touches none of the rows");
    }

    [Fact]
    public void Run_OrderOfTheData_DoesNotMatter()
    {
        static double Odd(Table rows, int row) =>
            Stressed.Number(rows, "late_payments", row) > 3 ? 0.2 : Stressed.Sound(rows, row);
        var one = Run(Late, Odd, data: Stressed.Data);

        var other = Run(Late, Odd, data: Stressed.Shuffled);

        Core.Identity.Digest.OfJson(other.Behaviour).ShouldBe(Core.Identity.Digest.OfJson(one.Behaviour));
    }

    [Theory]
    [InlineData("", 1, "")]
    [InlineData("tests: []", 1, "a list of 1 to 10000 items")]
    [InlineData("tests:\n  - exampel: A\n    row: {}", 2, "Did you mean 'example'?")]
    [InlineData("tests:\n  - example: A\n    row: {income: 1}", 2, "either an answer or a limit")]
    [InlineData("tests:\n  - {example: A, row: {}, answer: \"no\", at-most: 0.2}", 2, "either an answer or a limit")]
    [InlineData("tests:\n  - {direction: A, change: {income: {add: 1, times: 2}}, expect: never-lower}", 2, "changed in one way")]
    [InlineData("tests:\n  - {direction: A, change: {income: {add: 1}}, expect: lower}", 2, "never-lower")]
    [InlineData("tests:\n  - {invariance: A, sample: 10}", 2, "says what is changed")]
    [InlineData("tests:\n  - {invariance: A, changing: sex, rows: [{}], sample: 10}", 2, "none are sampled")]
    [InlineData("tests:\n  - {example: A, row: {}, tolerance: 1, at-most: 1}", 2, "'tolerance' is not a known key")]
    public void File_ThatIsNotLikeThat_IsRefusedInItsPlace(string text, long line, string sentence)
    {
        var problems = ManifestReader.Read(text, "tests.yml", BehaviourTests.Schema).Problems;

        problems[0].ToString().ShouldContain(sentence);
        (problems[0].File, problems[0].Line).ShouldBe(("tests.yml", line));
    }

    [Theory]
    [InlineData("{example: A, row: {incom: 1}, at-most: 0.2}", "The model does not read 'incom'. Did you mean 'income'?")]
    [InlineData("{example: A, row: {income: much}, at-most: 0.2}", "'income' is a number, and the text 'much' is written.")]
    [InlineData("{example: A, row: {late_payments: 1.5}, at-most: 0.2}", "'late_payments' is a whole number, and 1.5 is")]
    [InlineData("{example: A, row: {purpose: Carr}, at-most: 0.2}", "which the model has not learned. Did you mean 'Car'?")]
    [InlineData("{example: A, row: {sex: [F]}, at-most: 0.2}", "'sex' is a text, and a list is written.")]
    [InlineData("{example: A, row: {purpose: Car, late_payments: 1}, answer: maybe}", "The model knows no class 'maybe'.")]
    [InlineData("{example: A, row: {purpose: Car, late_payments: 1}, at-most: 20}", "A probability is between 0 and 1")]
    [InlineData("{example: A, row: {purpose: Car}, at-most: 0.2}", "The row has no value of late_payments, which the model")]
    [InlineData("{direction: A, change: {sex: {add: 1}}, expect: never-lower}", "'sex' is a category, to which nothing")]
    [InlineData("{direction: A, change: {sexx: {to: F}}, expect: never-lower}", "The model does not read 'sexx'.")]
    [InlineData("{invariance: A, changing: [income]}", "'income' has no list of values that it may have.")]
    [InlineData("{invariance: A, changing: [incomes]}", "The model does not read 'incomes'.")]
    public void Test_ThatContradictsTheModel_IsAProblemWithItsPlace(string test, string sentence)
    {
        var problem = Evaluator.Evaluate(
            Request($"seed: 1\ntests:\n  - {test}", Stressed.Sound), TestContext.Current.CancellationToken)
            .Problems.ShouldHaveSingleItem();

        problem.ToString().ShouldContain(sentence);
        problem.ToString().ShouldStartWith("tests.yml:3:");
    }

    [Fact]
    public void Tests_OfOneName_AreRefused()
    {
        var problem = Evaluator.Evaluate(
            Request(
                "tests:\n  - {invariance: A, changing: sex}\n  - {invariance: A, changing: purpose}", Stressed.Sound),
            TestContext.Current.CancellationToken).Problems.ShouldHaveSingleItem();

        problem.ToString().ShouldStartWith("tests.yml:3:");
        problem.Message.ShouldBe("'A' is the name of another test, too.");
    }

    [Theory]
    [InlineData("{example: A, row: {months: 13}, at-most: 0.2}", "'months' is 13; one of 12, 24 is accepted.")]
    [InlineData("{example: A, row: {unknown: 13}, at-most: 0.2}", "The model does not read 'unknown'.")]
    [InlineData("{example: A, row: {other: [1]}, at-most: 0.2}", null)]
    [InlineData("{invariance: A, changing: months}", null)]
    [InlineData("{invariance: A, changing: purpose}", null)]
    [InlineData("{direction: A, change: {purpose: {times: 2}}, expect: never-lower}", "'purpose' is a category")]
    public void Check_BeforeThereIsAModel_KnowsWhatTheManifestSays(string test, string? sentence)
    {
        var inputs = new Dictionary<string, ModelInput?>
        {
            ["months"] = new("months", ColumnType.Number, true) { Accepts = new Criterion.OneOf(["12", "24"]) },
            ["purpose"] = new("purpose", ColumnType.Category, true),
            ["other"] = null,
        };

        var problems = Evaluator.CheckBehaviour(
            Read($"tests:\n  - {test}"), ModelTask.BinaryClassification, inputs, ValueSpellings.Usual);

        if (sentence is null)
            problems.ShouldBeEmpty();
        else
            problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);
    }

    [Theory]
    [InlineData(ModelTask.Regression, "{example: A, row: {}, answer: x}", "The answer is a class, and the task is regression.")]
    [InlineData(
        ModelTask.Regression,
        "{invariance: A, changing: purpose, class: x}",
        "There is a class, and the task is regression.")]
    [InlineData(ModelTask.Regression, "{example: A, row: {}, at-least: 2000}", null)]
    [InlineData(
        ModelTask.MulticlassClassification,
        "{direction: A, change: {purpose: {to: x}}, expect: never-lower}",
        "Of several classes, none is named whose probability is meant.")]
    [InlineData(ModelTask.MulticlassClassification, "{invariance: A, changing: purpose}", null)]
    [InlineData(ModelTask.MulticlassClassification, "{example: A, row: {}, answer: x}", null)]
    public void Check_ExpectationOfAnotherTask_IsAProblem(ModelTask task, string test, string? sentence)
    {
        var inputs = new Dictionary<string, ModelInput?> { ["purpose"] = new("purpose", ColumnType.Category, true) };

        var problems = Evaluator.CheckBehaviour(Read($"tests:\n  - {test}"), task, inputs, ValueSpellings.Usual);

        problems.Select(x => x.Message).ShouldBe(sentence is null ? [] : [sentence]);
    }

    [Fact]
    public void Run_ModelThatLeavesAColumnOfTheDataAlone_SkipsWhatChangesItAndTakesRowsThatNameIt()
    {
        var blind = Stressed.Signature with { Inputs = [.. Stressed.Inputs.Where(input => input.Name != "sex")] };
        var request = Request(
            Usual + Late + """

              - example: An early one
                row: {late_payments: 0, sex: anything}
                at-most: 0.9
              - invariance: Neither sex nor purpose says anything
                changing: [sex, purpose]
                tolerance: 1
            """,
            Stressed.Sound) with
        {
            Predictor = new RowPredictor(blind, (rows, row) => [Stressed.Sound(rows, row)]),
        };

        var document = Evaluator.Evaluate(request, TestContext.Current.CancellationToken).Value;

        document.Report.Results.Select(x => x.Verdict.Outcome)
            .ShouldBe([Outcome.Passed, Outcome.Skipped, Outcome.Passed, Outcome.Passed]);
        document.Report.Results[1].Verdict.Reason.ShouldContain("the model does not read 'sex'");
        document.Behaviour!.Tests[1].Expectation.ShouldStartWith("another sex moves");
        document.Behaviour.Tests[2].Worst.ShouldBeEmpty();
    }

    private static EvaluationDocument Run(
        string tests,
        Func<Table, int, double> answer,
        IReadOnlyCollection<string>? personal = null,
        LabelledData? data = null) => Evaluator.Evaluate(
        Request(tests, answer) with { Personal = personal ?? [], Data = data ?? Stressed.Data },
        TestContext.Current.CancellationToken).Value;

    private static EvaluationRequest Request(string tests, Func<Table, int, double> answer) =>
        Stressed.Request("{robustness: {standard: false}, bootstrap: {resamples: 100}, gates: []}", answer) with
        {
            Behaviour = Read(tests),
        };

    private static BoundManifest<BehaviourTests> Read(string text) =>
        ManifestReader.Read(text, "tests.yml", BehaviourTests.Schema).OrThrow();
}
