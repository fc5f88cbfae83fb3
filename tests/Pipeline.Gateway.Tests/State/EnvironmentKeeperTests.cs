using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.State;

public sealed class EnvironmentKeeperTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_WhileAChangeIsBeingMade_IsAnswered()
    {
        using var bench = await Bench.OpenAsync();
        await bench.Keeper.AcquireAsync(new LeaseRequest(Bench.Ada), Token);
        using var goOn = new ManualResetEventSlim();
        using var began = new ManualResetEventSlim();
        var change = Task.Run(
            () => bench.Keeper.ObserveAsync(
                (_, _) =>
                {
                    began.Set();
                    goOn.Wait(Token);
                    return null;
                },
                Token),
            Token);
        began.Wait(Token);

        var status = await bench.Keeper.StatusAsync(100, Token).WaitAsync(TimeSpan.FromMinutes(1), Token);

        status.Document.Lease.ShouldNotBeNull();
        change.IsCompleted.ShouldBeFalse();
        goOn.Set();
        await change;
    }

    [Fact]
    public async Task TakeDown_NotWritten_DoesNotEndTheGateway()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var lease = (await bench.Keeper.AcquireAsync(new LeaseRequest(Bench.Ada), Token)).Value!;
        File.Delete(bench.Folder.Document);
        Directory.CreateDirectory(Path.Combine(bench.Folder.Document, "in the way"));
        var request = new ChangeRequest(lease.Token, Bench.Ada, "Everything ends.", new EnvironmentChange.TakeDown());

        await Should.ThrowAsync<Exception>(() => bench.Keeper.ChangeAsync(request, Token));

        bench.Keeper.IsEnding.ShouldBeFalse();
    }
}
