using System.Net;
using System.Text;
using Pipeline.Core.Predictions;
using Pipeline.Gateway.Traffic;
using Pipeline.Testing;

namespace Pipeline.Traffic;

public sealed class PredictionForwarderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Predict_CandidateRefusesConnections_IsAnsweredByStableWithTheWholeBody()
    {
        await using var front = await Front.OpenAsync(Echo, candidate: null, weight: 100);

        using var response = await front.PostAsync("/predict", "body");

        (response.StatusCode, await response.Content.ReadAsStringAsync(Token)).ShouldBe((HttpStatusCode.OK, "body"));
        (front.Count(1).Requests, front.Count(1).Errors, front.Count(2).ConnectionFailures).ShouldBe((1, 0, 1));
    }

    [Fact]
    public async Task Predict_CandidateBreaksOff_IsAnsweredByStableWithTheWholeBody()
    {
        await using var front = await Front.OpenAsync(Echo, BreakOff, weight: 100);

        using var response = await front.PostAsync("/v2/models/loan-default/infer", "body");

        (response.StatusCode, await response.Content.ReadAsStringAsync(Token)).ShouldBe((HttpStatusCode.OK, "body"));
    }

    [Fact]
    public async Task Post_OfAnythingElseThatBreaksOff_IsNotPutTwice()
    {
        await using var front = await Front.OpenAsync(Echo, BreakOff, weight: 100);

        using var response = await front.PostAsync("/feedback", "body");

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await response.Content.ReadAsStringAsync(Token)).ShouldBe("""{"error":"Revision 2 did not answer."}""");
        front.Count(1).Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Predict_CandidateAnswersAnError_IsForwardedAndCounted()
    {
        await using var front = await Front.OpenAsync(Echo, x => Status(x, 500), weight: 100);

        using var response = await front.PostAsync("/predict", "body");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        response.Headers.GetValues(RevisionTransformer.Header).ShouldBe(["2"]);
        (front.Count(2).Requests, front.Count(2).ServerErrors).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Predict_BadInput_IsNoErrorOfTheRevision()
    {
        await using var front = await Front.OpenAsync(x => Status(x, 400), candidate: null, weight: 0);

        using var response = await front.PostAsync("/predict", "body");

        (front.Count(1).Requests, front.Count(1).Errors).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Predict_NoAnswerInTime_IsCountedAsATimeout()
    {
        var forever = new TaskCompletionSource();
        await using var front = await Front.OpenAsync(_ => forever.Task, candidate: null, weight: 0);

        using var response = await front.PostAsync("/predict", "body");

        forever.SetResult();
        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (front.Count(1).Requests, front.Count(1).Timeouts).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Predict_HeadersThatOnlyTheEnvironmentSets_AreNotTakenFromClients()
    {
        await using var front = await Front.OpenAsync(Headers, Headers, weight: 50);

        using var canary = await front.PostAsync("/predict", "body", PredictionHeaders.Probe);
        using var stable = await front.PostAsync("/predict", "body", PredictionHeaders.Route);

        (await canary.Content.ReadAsStringAsync(Token)).ShouldBe("route canary, probe ");
        (await stable.Content.ReadAsStringAsync(Token)).ShouldBe("route stable, probe ");
    }

    [Fact]
    public async Task Predict_EnvironmentIsTakenDownWhileItWaits_IsAnsweredThen()
    {
        await using var front = await Front.OpenAsync(stable: null, candidate: null, weight: 0, patience: TimeSpan.MaxValue);
        var request = front.PostAsync("/predict", "body");

        front.TakeDown();

        using var response = await request.WaitAsync(TimeSpan.FromMinutes(1), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Predict_NothingDeployed_SaysSoAndWhenToAskAgain()
    {
        await using var front = await Front.OpenAsync(stable: null, candidate: null, weight: 0);

        using var response = await front.PostAsync("/predict", "body");

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.ToString().ShouldBe("1");
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("No revision of this model answers here now.");
    }

    [Fact]
    public async Task Predict_AtATenth_GoesToTheCandidateInTenOfAHundred()
    {
        await using var front = await Front.OpenAsync(Echo, Echo, weight: 10);

        for (var request = 0; request < 100; request++)
            (await front.PostAsync("/predict", "body")).Dispose();

        (front.Count(1).Requests, front.Count(2).Requests).ShouldBe((90, 10));
        front.Count(1).Latencies.Sum().ShouldBe(90);
    }

    private static async Task Echo(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        await context.Response.WriteAsync(await reader.ReadToEndAsync());
    }

    private static Task Headers(HttpContext context)
    {
        var headers = context.Request.Headers;
        return context.Response.WriteAsync($"route {headers[PredictionHeaders.Route]}, probe {headers[PredictionHeaders.Probe]}");
    }

    private static async Task BreakOff(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        await reader.ReadToEndAsync();
        context.Abort();
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
