using Pipeline.Core.Audit;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.State;

public sealed class LeaseTests
{
    private static readonly Actor Bob = new("bob", "test");
    private static readonly ProcessIdentity Process = new(4711, 1, "test");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Acquire_HeldByAnother_IsRefusedByNameAndTime()
    {
        using var bench = await Bench.OpenAsync();
        await bench.Keeper.AcquireAsync(new LeaseRequest(Bench.Ada) { Process = Process }, Token);

        var reply = await bench.Keeper.AcquireAsync(new LeaseRequest(Bob), Token);

        reply.Refusal.ShouldBe(new Refusal(
            RefusalKind.LeaseHeld,
            "production of loan-default is being changed: ada (process 4711) holds it since 2026-01-02 03:04:05Z. "
            + "Wait until that is done, or end it."));
    }

    [Fact]
    public async Task Acquire_HolderEnded_IsGranted()
    {
        using var bench = await Bench.OpenAsync();
        await bench.Keeper.AcquireAsync(new LeaseRequest(Bench.Ada) { Process = Process }, Token);
        bench.Dead.Add(Process);

        var reply = await bench.Keeper.AcquireAsync(new LeaseRequest(Bob), Token);

        reply.Value!.Token.ShouldBe(2);
    }

    [Fact]
    public async Task Acquire_HolderSilentForTheLifetime_IsGranted()
    {
        using var bench = await Bench.OpenAsync();
        var first = await bench.Keeper.AcquireAsync(new LeaseRequest(Bench.Ada), Token);
        bench.Clock.Advance(Lease.Lifetime);
        await bench.Keeper.RenewAsync(first.Value!.Token, Token);
        bench.Clock.Advance(Lease.Lifetime);

        var early = await bench.Keeper.AcquireAsync(new LeaseRequest(Bob), Token);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var late = await bench.Keeper.AcquireAsync(new LeaseRequest(Bob), Token);

        (early.Refusal?.Kind, late.Value?.Token).ShouldBe((RefusalKind.LeaseHeld, 2));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task Acquire_ClockSetByHours_IsRefusedUntilTheLifetimeIsOver(int hours)
    {
        using var bench = await Bench.OpenAsync();
        await bench.Keeper.AcquireAsync(new LeaseRequest(Bench.Ada), Token);
        bench.Clock.Jump(TimeSpan.FromHours(hours));

        var early = await bench.Keeper.AcquireAsync(new LeaseRequest(Bob), Token);
        bench.Clock.Advance(Lease.Lifetime + TimeSpan.FromSeconds(1));
        var late = await bench.Keeper.AcquireAsync(new LeaseRequest(Bob), Token);

        (early.Refusal?.Kind, late.Value?.Token).ShouldBe((RefusalKind.LeaseHeld, 2));
    }

    [Fact]
    public async Task Change_WithAnOldToken_IsRefusedByNameAndChangesNothing()
    {
        using var bench = await Bench.OpenAsync();
        var old = (await bench.Keeper.AcquireAsync(new LeaseRequest(Bench.Ada), Token)).Value!;
        await bench.Keeper.AcquireAsync(new LeaseRequest(Bob) { TakeOver = true }, Token);
        var before = bench.Document;

        var reply = await bench.Keeper.ChangeAsync(
            new ChangeRequest(old.Token, Bench.Ada, "late", new EnvironmentChange.TakeDown()), Token);

        reply.Refusal.ShouldBe(new Refusal(
            RefusalKind.LeaseLost,
            "Lease 1 of production of loan-default is no longer valid: bob holds it since 2026-01-02 03:04:05Z."));
        bench.Document.ShouldBe(before);
    }

    [Fact]
    public async Task TakeOver_DuringARollout_TakesTrafficBack()
    {
        using var bench = await Bench.OpenAsync();
        await new Runner(bench, 1).DeployAsync("first");
        var lease = (await bench.Keeper.AcquireAsync(new LeaseRequest(Bench.Ada), Token)).Value!;
        var launch = new ServerLaunch { Folder = "/", Command = "server" };
        var register = new EnvironmentChange.Register(bench.Document.Revisions[0].Image, 1) { Launch = launch };
        await bench.Keeper.ChangeAsync(new ChangeRequest(lease.Token, Bench.Ada, "starts", register), Token);
        await bench.LookAsync();
        var shift = new EnvironmentChange.Shift(1, 50);
        await bench.Keeper.ChangeAsync(new ChangeRequest(lease.Token, Bench.Ada, "a half", shift), Token);

        await bench.Keeper.AcquireAsync(new LeaseRequest(Bob) { TakeOver = true }, Token);

        (bench.Document.Candidate, bench.Document.Weight, bench.Document.Lease!.Holder).ShouldBe((null, 0, Bob));
    }
}
