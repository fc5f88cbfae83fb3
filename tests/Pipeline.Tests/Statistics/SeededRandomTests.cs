namespace Pipeline.Statistics;

public class SeededRandomTests
{
    [Fact]
    public void SplitMix_PublishedSeed_GivesThePublishedSequence()
    {
        var state = 1234567UL;

        ulong[] drawn = [SeededRandom.SplitMix(ref state), SeededRandom.SplitMix(ref state), SeededRandom.SplitMix(ref state)];

        drawn.ShouldBe([6457827717110365317, 3203168211198807973, 9817491932198370423]);
    }

    [Fact]
    public void Next_PublishedState_GivesThePublishedSequence()
    {
        var random = new SeededRandom(1, 2, 3, 4);

        ulong[] drawn = [random.Next(), random.Next(), random.Next(), random.Next(), random.Next(), random.Next()];

        drawn.ShouldBe(
            [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600]);
    }

    [Fact]
    public void Below_ManyDraws_AreEvenAndInRange()
    {
        var random = new SeededRandom(seed: 7, stream: 0);
        var counts = new int[10];

        for (var i = 0; i < 100_000; i++)
            counts[random.Below(10)]++;

        var deviations = counts.Sum(x => Math.Pow(x - 10_000, 2) / 10_000);
        deviations.ShouldBeLessThan(27.88, "the 0.1% point of chi-squared with 9 degrees of freedom");
    }

    [Fact]
    public void Streams_OfOneSeed_Differ()
    {
        var firsts = Enumerable.Range(0, 10_000).Select(x => new SeededRandom(seed: 7, stream: x).Next()).ToList();

        firsts.Distinct().Count().ShouldBe(firsts.Count);
        new SeededRandom(seed: 8, stream: 0).Next().ShouldNotBe(firsts[0]);
        new SeededRandom(seed: 7, stream: 0).Next().ShouldBe(firsts[0]);
    }
}
