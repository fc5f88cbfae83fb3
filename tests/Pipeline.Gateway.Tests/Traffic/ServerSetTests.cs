using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Pipeline.Gateway.Traffic;
using Pipeline.Testing;

namespace Pipeline.Traffic;

public sealed class ServerSetTests
{
    private readonly ConcurrentQueue<int> _asked = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_NameOfSeveralServers_AreSharedAmongThem()
    {
        await using var front = await Front.OpenSeveralAsync(Server(1), Server(2), Server(3));
        await AskAsync(front, 1);

        await AskAsync(front, 30);

        _asked.CountBy(x => x).ToDictionary().Values.ShouldAllBe(x => x >= 10);
    }

    [Fact]
    public async Task Requests_OneServerIsSlow_GoToThoseThatAreFree()
    {
        var release = new TaskCompletionSource();
        await using var front = await Front.OpenSeveralAsync(Server(1, release.Task), Server(2));
        await AskAsync(front, 1, "/other");
        var slow = Enumerable.Range(0, 2).Select(_ => front.PostAsync("/predict", "body")).ToList();
        while (!_asked.Contains(1))
            await Task.Delay(1, Token);
        _asked.Clear();

        await AskAsync(front, 20);

        _asked.ShouldAllBe(x => x == 2);
        release.SetResult();
        await Task.WhenAll(slow);
    }

    [Fact]
    public async Task Requests_OneServerRefusesConnections_AreAnsweredByTheOthersWithoutAnError()
    {
        await using var front = await Front.OpenSeveralAsync(null, Server(2), null);

        await AskAsync(front, 30);

        (front.Count(1).Requests, front.Count(1).Errors).ShouldBe((30, 0));
    }

    [Fact]
    public async Task Requests_AnotherServerTakesTheName_AreSharedWithIt()
    {
        await using var front = await Front.OpenSeveralAsync(Server(1), Server(2), Server(3));
        var third = front.Named[2];
        front.Named.RemoveAt(2);
        await AskAsync(front, 10);
        _asked.ShouldNotContain(3);

        front.Named.Add(third);
        while (!_asked.Contains(3))
            await AskAsync(front, 1);
    }

    [Theory]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    public async Task Choose_Address_IsNeverLookedUp(string address)
    {
        var servers = new ServerSet(address, _ => throw new InvalidOperationException("It was looked up."));

        servers.Choose().Address.ShouldBe(address);
        (await servers.FindOtherAsync(servers.Choose())).ShouldBeNull();
    }

    [Fact]
    public async Task Choose_NameOfOneServer_IsTheNameItself()
    {
        var servers = new ServerSet("revision-1.loan-default:8080", _ => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));

        servers.Choose().Address.ShouldBe("revision-1.loan-default:8080");
        (await servers.FindOtherAsync(servers.Choose())).ShouldBeNull();
        servers.Choose().Address.ShouldBe("revision-1.loan-default:8080");
    }

    [Fact]
    public async Task Choose_NameThatNobodyHasAnyMore_IsTheNameItself()
    {
        IPAddress[] found = [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2")];
        var servers = new ServerSet("revision-1:80", _ => found.Length > 0
            ? Task.FromResult(found)
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)));
        await servers.FindOtherAsync(servers.Choose());
        var asked = servers.Choose();
        asked.Address.ShouldStartWith("10.0.0.");

        found = [];
        (await servers.FindOtherAsync(asked)).ShouldBeNull();

        servers.Choose().Address.ShouldBe("revision-1:80");
    }

    private RequestDelegate Server(int number, Task? until = null) => async context =>
    {
        if (context.Request.Path == "/predict")
        {
            _asked.Enqueue(number);
            await (until ?? Task.CompletedTask);
        }

        await context.Response.WriteAsync("answer", Token);
    };

    private static async Task AskAsync(Front front, int times, string path = "/predict")
    {
        for (var i = 0; i < times; i++)
            (await front.PostAsync(path, "body")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
