using Pipeline.Core.Identity;
using Pipeline.Testing;

namespace Pipeline.Core.Stages;

/// <summary>A kill before or after each step of a run, and what the next run makes of what it left.</summary>
public sealed class StageInterruptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> Steps => [.. Enumerable.Range(0, KilledRecords.Steps + 2)];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Run_KilledAtAnyStep_NextRunEndsRight(int step)
    {
        await Runner(KilledRecords.Never).RunAsync(Train("d1"), x => Work("d1", half: false, x), force: false, Token);

        await KillAsync(step, "d2");
        var next = await Runner(KilledRecords.Never).RunAsync(Train("d2"), x => Work("d2", half: false, x), force: false, Token);

        (await ModelAsync()).ShouldBe("first half of d2, second half of d2");
        next.Record.Outputs["model.txt"].ShouldBe(await Digest.OfFileAsync(_folder["model.txt"], Token));
        (await Runner(KilledRecords.Never).PlanAsync(Train("d2"), force: false, Token)).IsUpToDate.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Run_KilledAtAnyStep_NothingHalfMadeIsUpToDate(int step)
    {
        await Runner(KilledRecords.Never).RunAsync(Train("d1"), x => Work("d1", half: false, x), force: false, Token);

        await KillAsync(step, "d2");

        foreach (var data in new[] { "d1", "d2" })
        {
            var plan = await Runner(KilledRecords.Never).PlanAsync(Train(data), force: false, Token);
            var isWhole = await ModelAsync() == $"first half of {data}, second half of {data}";
            (plan.IsUpToDate && !isWhole).ShouldBeFalse();
        }
    }

    public void Dispose() => _folder.Dispose();

    private static Stage Train(string data) => new()
    {
        Name = "train",
        Inputs = new Dictionary<string, Digest> { ["data"] = Digest.OfText(data) },
        Outputs = ["model.txt"],
    };

    private StageRunner Runner(int step) =>
        new(_folder.Path, new KilledRecords(new StageRecordFolder(_folder["records"]), step), _clock);

    private async Task KillAsync(int step, string data)
    {
        var half = step == KilledRecords.Steps;
        try
        {
            await Runner(step).RunAsync(Train(data), x => Work(data, half, x), force: false, Token);
        }
        catch (KilledRecords.KilledException)
        {
            return;
        }

        step.ShouldBe(KilledRecords.Steps + 1);
    }

    private async Task Work(string data, bool half, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(_folder["model.txt"], $"first half of {data}, ", cancellationToken);
        if (half)
            throw new KilledRecords.KilledException();
        await File.AppendAllTextAsync(_folder["model.txt"], $"second half of {data}", cancellationToken);
    }

    private Task<string> ModelAsync() => File.ReadAllTextAsync(_folder["model.txt"], Token);
}
