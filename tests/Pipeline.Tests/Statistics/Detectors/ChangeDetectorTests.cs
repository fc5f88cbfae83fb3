using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Testing;

namespace Pipeline.Statistics.Detectors;

public class ChangeDetectorTests
{
    public static TheoryData<string, string> Streams =>
        new(from stream in PerformanceFixture.Section("detectors").EnumerateArray()
            from detector in (string[])["ddm", "pageHinkley", "fading", "adwin"]
            select (stream.GetProperty("name").GetString()!, detector));

    public static TheoryData<string> All => ["ddm", "pageHinkley", "adwin"];

    /// <summary>Each detector as its paper has it, written out in Python over all numbers of the window or the run.</summary>
    [Theory]
    [MemberData(nameof(Streams))]
    public void Detect_KnownStream_IsWhatThePaperSays(string name, string detector)
    {
        var stream = Stream(name);
        var expected = stream.GetProperty(detector).EnumerateArray().Select(x => (x[0].GetString()!, x[1].GetInt64()));

        var found = Run(Detector(detector), Numbers(stream));

        found.Select(x => (x.Level.ToString().ToLowerInvariant(), x.At)).ShouldBe(expected);
    }

    /// <summary>
    /// What the documentation of River prints for its examples of drift.ADWIN, drift.PageHinkley and drift.binary.DDM, of the
    /// same streams: all changes that are told.
    /// </summary>
    [Theory]
    [InlineData("numbers", "adwin", 1023)]
    [InlineData("numbers", "pageHinkley", 1006)]
    [InlineData("errors", "ddm", 1334)]
    public void Detect_StreamOfRiversExamples_IsFoundWhereRiverFindsIt(string name, string detector, long at) =>
        Run(Detector(detector), Numbers(Stream(name))).Where(x => x.Level == ChangeLevel.Change)
            .Select(x => x.At).ShouldBe([at]);

    /// <summary>
    /// River prints a first warning at 1084, and another at 1492 after the change. It takes the least error rate from 31 numbers
    /// on, and the paper, as here, from 30 on: that is why there is an earlier one.
    /// </summary>
    [Fact]
    public void Ddm_StreamOfRiversExample_WarnsWhereRiverWarns()
    {
        var warnings = Run(Detector("ddm"), Numbers(Stream("errors"))).Where(x => x.Level == ChangeLevel.Warning)
            .Select(x => x.At).ToList();

        warnings[..2].ShouldBe([39, 1084]);
        warnings.First(x => x > 1334).ShouldBe(1492);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Resume_FromJsonAtAnyPoint_FindsTheSame(string name)
    {
        var numbers = Numbers(PerformanceFixture.Section("detectors")[2]);
        var whole = Run(Detector(name), numbers);
        var (detector, found) = (Detector(name), new List<DetectedChange>());

        foreach (var (place, number) in numbers.Index())
        {
            if (place % 97 == 0)
                detector = ChangeDetector.Resume(Again(detector.Save()));
            if (detector.Add(number) is { } change)
                found.Add(change);
        }

        found.Select(x => (x.Level, x.At, x.Since)).ShouldBe(whole.Select(x => (x.Level, x.At, x.Since)));
        detector.Count.ShouldBe(numbers.Length);
    }

    /// <summary>
    /// The warning that DDM begins with may be an earlier one, and the least of Page-Hinkley's sum wanders while nothing changes.
    /// </summary>
    [Theory]
    [InlineData("ddm", 500)]
    [InlineData("adwin", 60)]
    [InlineData("pageHinkley", 1500)]
    public void Detect_Step_SaysWhereItBegan(string name, long near)
    {
        var random = new SeededRandom(3, 0);
        var numbers = Enumerable.Range(0, 4000).Select(x => random.Unit() < (x < 2500 ? 0.1 : 0.4) ? 1.0 : 0).ToArray();

        var change = Run(Detector(name), numbers).First(x => x.Level == ChangeLevel.Change && x.At >= 2500);

        change.IsIncrease.ShouldBeTrue();
        change.Since.ShouldBeInRange(2500 - near, 2500 + near);
        change.At.ShouldBeInRange(2500, 2900);
        change.After.ShouldBeGreaterThan(change.Before + (name == "adwin" ? 0.1 : 0));
    }

    [Fact]
    public void Adwin_LongStream_KeepsASmallState()
    {
        var (adwin, random) = (new Adwin(), new SeededRandom(5, 0));
        for (var i = 0; i < 200_000; i++)
            adwin.Add(random.Unit() < 0.2 ? 1 : 0);

        adwin.Length.ShouldBeGreaterThan(100_000);
        ((AdwinState)adwin.Save()).Buckets.Count.ShouldBeLessThan(100);
        adwin.Mean.ShouldBe(0.2, 0.005);
    }

    [Fact]
    public void Adwin_NumbersThatShrink_ToldAsADecrease()
    {
        var (adwin, random) = (new Adwin(), new SeededRandom(5, 0));
        var numbers = Enumerable.Range(0, 2000).Select(x => random.Unit() < (x < 1000 ? 0.5 : 0.1) ? 1.0 : 0).ToArray();

        Run(adwin, numbers)[0].IsIncrease.ShouldBeFalse();
    }

    private static ChangeDetectorState Again(ChangeDetectorState state) => JsonSerializer.Deserialize<ChangeDetectorState>(
        JsonSerializer.SerializeToUtf8Bytes(state, DocumentJson.Options), DocumentJson.Options)!;

    private static JsonElement Stream(string name) =>
        PerformanceFixture.Section("detectors").EnumerateArray().Single(x => x.GetProperty("name").GetString() == name);

    private static double[] Numbers(JsonElement stream) => [.. stream.GetProperty("stream").GetString()!.Select(x => x - '0')];

    private static List<DetectedChange> Run(ChangeDetector detector, double[] numbers) =>
        [.. numbers.Select(detector.Add).OfType<DetectedChange>()];

    private static ChangeDetector Detector(string name) => name switch
    {
        "ddm" => new Ddm(),
        "pageHinkley" => new PageHinkley(),
        "fading" => new PageHinkley(new PageHinkleyOptions { Threshold = 5, Forgetting = 0.9999 }),
        _ => new Adwin(),
    };
}
