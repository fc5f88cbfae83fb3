using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Data.Outcomes;

public sealed class OutcomeFileTests : IDisposable
{
    private const string Id = "00000000000000010000000000000001";

    private static readonly DateTimeOffset Known = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void File_ByIds_HasOutcomesWithTheirTimes()
    {
        _folder.Write("outcomes.csv", $"time,outcome,id,remark\n2026-01-02T03:04:05+01:00,1.0,{Id},\"a, b\"\n,0,{Id},\n");

        var outcomes = Read("outcomes.csv", new OutcomeColumns()).OrThrow();

        outcomes.ShouldBe(
        [
            Of(PredictionId.Parse(Id), "1", new DateTimeOffset(2026, 1, 2, 2, 4, 5, TimeSpan.Zero)),
            Of(PredictionId.Parse(Id), "0", Known),
        ]);
    }

    [Fact]
    public void File_ByAKeyColumn_HasKeysAsServersHashThem()
    {
        _folder.Write("outcomes.jsonl", """
            {"application_id": "A-17", "repaid": true}
            {"application_id": 18, "repaid": 0}

            """);
        var columns = new OutcomeColumns { Key = "application_id", Outcome = "repaid", KeySecret = "shared" };

        var outcomes = Read("outcomes.jsonl", columns, "true", "0").OrThrow();

        outcomes.Select(x => x.Key).ShouldBe([PredictionKey.Of("A-17", "shared"u8), PredictionKey.Of("18", "shared"u8)]);
        outcomes.Select(x => x.Value.Text).ShouldBe(["true", "0"]);
    }

    [Fact]
    public void File_WithGroups_HasThoseThatItKnows()
    {
        _folder.Write("outcomes.csv", $"id,sex,outcome\n{Id},F,1\n{Id},,0\n");

        var outcomes = Read("outcomes.csv", new OutcomeColumns { Groups = ["race", "sex"] }).OrThrow();

        outcomes.Select(x => x.Groups).ShouldBe([[null, "F"], [null, null]]);
        Read("outcomes.csv", new OutcomeColumns { Groups = ["race"] }).OrThrow().ShouldAllBe(x => x.Groups == null);
    }

    [Theory]
    [InlineData("id,outcom\nx,1\n", "outcomes.csv: The file has no column 'outcome'. Did you mean 'outcom'?")]
    [InlineData("id,outcome\nx,1\n", "outcomes.csv:2: 'x' is not the id of a prediction; 32 lower-case hexadecimal digits are.")]
    [InlineData("id,outcome\nID,2\n", "outcomes.csv:2: '2' is no outcome; one of the classes '1', '0' is accepted.")]
    [InlineData("id,outcome,time\nID,1,yesterday\n", "outcomes.csv:2: A time has its offset, as ISO 8601 has it")]
    public void File_ThatIsWrong_SaysWhere(string text, string problem)
    {
        _folder.Write("outcomes.csv", text.Replace("ID", Id, StringComparison.Ordinal));

        var found = Read("outcomes.csv", new OutcomeColumns()).Problems[0] with { Column = null };

        (found with { File = "outcomes.csv" }).ToString().ShouldStartWith(problem);
    }

    [Fact]
    public void File_ThatIsNotThere_IsAProblem() =>
        Read("nothing.csv", new OutcomeColumns()).Problems.Single().Message.ShouldStartWith("There is no such file");

    public void Dispose() => _folder.Dispose();

    private Validated<IReadOnlyList<KnownOutcome>> Read(
        string file, OutcomeColumns columns, string positive = "1", string negative = "0") =>
        OutcomeFile.Read(_folder[file], Signature(positive, negative), columns, Known);

    private static ModelSignature Signature(string positive, string negative) => new()
    {
        Flavor = "fixed",
        Task = ModelTask.BinaryClassification,
        Label = new ModelLabel.TwoClasses("repaid", positive, negative),
        Inputs = [new ModelInput("income", ColumnType.Number, MayBeMissing: false)],
        Outputs = [ModelOutputs.Score, ModelOutputs.Probability],
    };

    private static KnownOutcome Of(PredictionId id, string outcome, DateTimeOffset time) =>
        new(id, default, LoggedValue.Of(outcome), time.UtcTicks);
}
