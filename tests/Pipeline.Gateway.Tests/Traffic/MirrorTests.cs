using System.Net;
using System.Text;
using Pipeline.Environments;
using Pipeline.Gateway.Traffic;
using Pipeline.Testing;

namespace Pipeline.Traffic;

public sealed class MirrorTests
{
    private const string Yes = """{"score": 1, "probability": 0.75, "label": "yes", "model": {"name": "m", "value": 3}}""";
    private const string No = """{"score": -1, "probability": 0.25, "label": "no", "model": {"name": "m", "value": 3}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Predict_Mirrored_IsAnsweredByStableAndComparedWithTheCandidates()
    {
        await using var front = await OpenAsync(x => SayAsync(x, Yes), x => SayAsync(x, No), share: 100);

        using var response = await front.PostAsync("/predict", "body");
        var mirrored = (await front.UntilAsync(2, x => x.Mirrored?.Answered == 1)).Mirrored!;

        (await response.Content.ReadAsStringAsync(Token)).ShouldBe(Yes);
        response.Headers.GetValues(RevisionHeader.Name).ShouldBe(["1"]);
        (mirrored.Agreeing, mirrored.Disagreeing, mirrored.Errors, mirrored.Dropped).ShouldBe((0, 1, 0, 0));
        mirrored.Differences.ShouldBe([new ScoreBin(0.5, 1)]);
        mirrored.Answers.Scores.ShouldBe([new ScoreBin(0.75, 1)]);
        mirrored.Copies.Scores.ShouldBe([new ScoreBin(0.25, 1)]);
        mirrored.Copies.Labels.ShouldBe(new Dictionary<string, long> { ["no"] = 1 });
        (front.Count(2).Requests, front.Count(2).Predictions).ShouldBe((0, null));
    }

    [Fact]
    public async Task Predict_MirroredByAQuarter_SendsACopyOfEachFourth()
    {
        await using var front = await OpenAsync(x => SayAsync(x, Yes), x => SayAsync(x, Yes), share: 25);

        for (var request = 0; request < 100; request++)
            (await front.PostAsync("/predict", "body")).Dispose();
        var mirrored = (await front.UntilAsync(2, x => x.Mirrored is { } all && all.Answered + all.Dropped == 25)).Mirrored!;

        mirrored.Agreeing.ShouldBe(mirrored.Answered);
        (await front.UntilAsync(1, x => x.Predictions?.Rows == 100)).Mirrored.ShouldBeNull();
    }

    [Fact]
    public async Task Predict_MirroredToACandidateThatHangs_IsAnsweredAndLaterCopiesAreDropped()
    {
        var forever = new TaskCompletionSource();
        await using var front = await OpenAsync(
            x => SayAsync(x, Yes),
            _ => forever.Task,
            share: 100,
            new MirrorOptions { MostWaiting = 2, MostAtATime = 1, AnswerWithin = TimeSpan.FromMinutes(1) });

        for (var request = 0; request < 50; request++)
            (await front.PostAsync("/predict", "body")).EnsureSuccessStatusCode().Dispose();
        var mirrored = (await front.UntilAsync(2, x => x.Mirrored?.Dropped >= 47)).Mirrored!;

        forever.SetResult();
        mirrored.Answered.ShouldBe(0);
    }

    [Fact]
    public async Task Predict_MirroredBeyondTheBytesThatMayWait_DropsCopies()
    {
        await using var front = await OpenAsync(
            x => SayAsync(x, Yes), x => SayAsync(x, Yes), share: 100, new MirrorOptions { MostBytes = 100 });

        (await front.PostAsync("/predict", new string('x', 100))).Dispose();

        (await front.UntilAsync(2, x => x.Mirrored is not null)).Mirrored!.Dropped.ShouldBe(1);
    }

    [Theory]
    [InlineData(500, 1, 0)]
    [InlineData(400, 0, 1)]
    public async Task Predict_CandidateAnswersTheCopyWithAnError_IsAnErrorOrADisagreement(int status, int errors, int disagreeing)
    {
        await using var front = await OpenAsync(x => SayAsync(x, Yes), x => StatusAsync(x, status), share: 100);

        (await front.PostAsync("/predict", "body")).Dispose();
        var mirrored = (await front.UntilAsync(2, x => x.Mirrored?.Answered == 1)).Mirrored!;

        (mirrored.Errors, mirrored.Disagreeing).ShouldBe((errors, disagreeing));
        front.Count(2).Errors.ShouldBe(0);
    }

    [Fact]
    public async Task Predict_CandidateRefusesConnections_CountsAnErrorOfItsCopies()
    {
        await using var front = await OpenAsync(x => SayAsync(x, Yes), candidate: null, share: 100);

        using var response = await front.PostAsync("/predict", "body");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await front.UntilAsync(2, x => x.Mirrored is not null)).Mirrored!.Errors.ShouldBe(1);
    }

    [Fact]
    public async Task Copy_OfARequest_HasItsBodyAndRouteAndNothingOfItsClient()
    {
        var seen = new TaskCompletionSource<string>();
        await using var front = await OpenAsync(
            x => SayAsync(x, Yes),
            async x =>
            {
                using var reader = new StreamReader(x.Request.Body, Encoding.UTF8);
                var headers = x.Request.Headers.Where(y => y.Key is not "Host").Select(y => $"{y.Key}={y.Value}").Order();
                seen.SetResult($"{await reader.ReadToEndAsync()}; {string.Join(", ", headers)}");
            },
            share: 100);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/predict") { Content = new StringContent("body") };
        request.Headers.Add("Cookie", "session=1");
        request.Headers.Add("Authorization", "Bearer somebody");

        (await front.SendAsync(request)).Dispose();

        (await seen.Task).ShouldBe(
            "body; Content-Length=4, Content-Type=text/plain; charset=utf-8, "
            + "x-pipeline-route=shadow, x-pipeline-secret=a secret of servers");
    }

    [Theory]
    [InlineData("/explain", 200)]
    [InlineData("/predict", 400)]
    public async Task Request_ThatIsNoAnsweredPrediction_IsNotMirrored(string path, int status)
    {
        await using var front = await OpenAsync(x => StatusAsync(x, status), x => SayAsync(x, Yes), share: 100);

        (await front.PostAsync(path, "body")).Dispose();
        await front.ChangeAsync(x => x with { Mirror = null });
        (await front.PostAsync(path, "body")).Dispose();

        front.Count(2).Mirrored.ShouldBeNull();
    }

    private static async Task<Front> OpenAsync(
        RequestDelegate stable, RequestDelegate? candidate, int share, MirrorOptions? options = null)
    {
        var front = await Front.OpenAsync(
            stable, candidate, weight: 0, answerWithin: TimeSpan.FromMinutes(1), mirror: options);
        await front.ChangeAsync(x => x with { Mirror = new TrafficMirror(2, share) });
        return front;
    }

    private static Task SayAsync(HttpContext context, string answer)
    {
        context.Response.ContentLength = answer.Length;
        return context.Response.WriteAsync(answer);
    }

    private static Task StatusAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
