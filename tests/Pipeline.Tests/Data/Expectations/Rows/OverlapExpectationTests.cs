using Pipeline.Models.Documents;


namespace Pipeline.Data.Expectations.Rows;

public class OverlapExpectationTests
{
    private const string Section = "path: data.csv\nlabel: y\nignore: [id]\nsplit: {by: time, column: id, test: 0.5}\n";
    private const string Csv = "id,a,b,y\n1,x,1,0\n2,\"x\ny\",2,1\n3,z,3,0\n\n4,x,1,1\n5,w,4,0\n6,\"x\ny\",2,1\n";

    [Theory]
    [InlineData("{at-most: 0.5}", "share of test rows with the features of a train row is 0.6667; at most 0.5 is required.")]
    [InlineData("{at-most: 1}, as: count", "count of test rows with the features of a train row is 2; at most 1 is required.")]
    public void Rows_OfTheTestThatWereLearned_AreFound(string limit, string sentence)
    {
        using var dataset = new SomeDataset(
            $"{Section}expect: [{{train-test-overlap: {limit}}}]", Csv);

        var check = new PartitionRun { Partitions = 3, BlockBytes = 16, HeldRows = 2 }.Judge(dataset)[^1];

        check.Result.Verdict.ToString().ShouldBe("Failed: " + sentence);
        (check.Evidence.Anomaly, check.Evidence.Count).ShouldBe((DataAnomaly.TrainTestOverlap, 2));
        check.Evidence.Lines.ShouldBe([7, 9]);
    }
}
