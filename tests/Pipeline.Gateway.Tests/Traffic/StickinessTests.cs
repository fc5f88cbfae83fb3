using System.Globalization;
using Pipeline.Environments;
using Pipeline.Gateway.Traffic;
using Pipeline.Testing;

namespace Pipeline.Traffic;

public sealed class StickinessTests
{
    [Fact]
    public void IsCandidate_AsWeightsGrow_KeepsWhoeverMetItAndHoldsTheWeight()
    {
        var keys = Enumerable.Range(0, 20_000).Select(x => x.ToString(CultureInfo.InvariantCulture)).ToList();
        var before = new HashSet<string>();

        foreach (var weight in new[] { 0, 1, 10, 25, 50, 99, 100 })
        {
            var now = keys.Where(x => Sticky.IsCandidate(x, candidate: 2, weight)).ToHashSet();

            now.IsSupersetOf(before).ShouldBeTrue();
            (now.Count / 200.0).ShouldBe(weight, tolerance: 1.5);
            before = now;
        }
    }

    [Fact]
    public void IsCandidate_OfAnotherRevision_HasOtherClientsFirst()
    {
        var keys = Enumerable.Range(0, 20_000).Select(x => x.ToString(CultureInfo.InvariantCulture)).ToList();

        var both = keys.Count(x => Sticky.IsCandidate(x, 2, 10) && Sticky.IsCandidate(x, 3, 10));

        both.ShouldBeInRange(100, 300);
    }

    [Fact]
    public void IsCandidate_SameKey_IsTheSameInEveryGateway() =>
        Enumerable.Range(0, 20).Where(x => Sticky.IsCandidate($"user {x}", candidate: 2, weight: 30))
            .ShouldBe([0, 2, 3, 5, 15, 17]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Predict_WithAKey_MeetsOneRevision(bool isHeader)
    {
        await using var front = await Front.OpenAsync(x => SayAsync(x, 1), x => SayAsync(x, 2), weight: 50);
        await front.ChangeAsync(x => x with
        {
            Stickiness = isHeader
                ? new TrafficStickiness { Header = "X-Account" }
                : new TrafficStickiness { Cookie = "account" },
        });

        var name = isHeader ? "X-Account" : "Cookie";
        for (var user = 0; user < 20; user++)
        {
            var revisions = new HashSet<string>();
            for (var request = 0; request < 5; request++)
                revisions.Add(await AskAsync(front, name, isHeader ? $"u{user}" : $"account=u{user}; b=c"));

            revisions.ShouldHaveSingleItem().ShouldBe(Sticky.IsCandidate($"u{user}", 2, 50) ? "2" : "1");
        }
    }

    [Fact]
    public async Task Predict_WithoutAKey_IsDividedByWeight()
    {
        await using var front = await Front.OpenAsync(x => SayAsync(x, 1), x => SayAsync(x, 2), weight: 30);
        await front.ChangeAsync(x => x with { Stickiness = new TrafficStickiness { Header = "X-Account" } });

        for (var request = 0; request < 100; request++)
            await AskAsync(front, "X-Other", "value");

        (front.Count(1).Requests, front.Count(2).Requests).ShouldBe((70, 30));
    }

    private static async Task<string> AskAsync(Front front, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/predict") { Content = new StringContent("{}") };
        request.Headers.Add(header, value);
        using var response = await front.SendAsync(request);
        return response.Headers.GetValues(RevisionHeader.Name).Single();
    }

    private static Task SayAsync(HttpContext context, int revision) => context.Response.WriteAsync($"{revision}");
}
