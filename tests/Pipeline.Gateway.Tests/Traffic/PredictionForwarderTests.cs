using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
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

    /// <summary>As at the address of a container that has ended: nobody takes a connection, and nobody refuses it.</summary>
    [Fact]
    public async Task Predict_CandidateIsSilent_IsAnsweredByStableWithTheWholeBody()
    {
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var address = (IPEndPoint)full.LocalEndPoint!;
        // What waits to be accepted fills the queue; Linux drops what comes then.
        using var waiting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await waiting.ConnectAsync(address, Token);
        await using var front = await Front.OpenAsync(
            Echo, candidate: null, weight: 100, answerWithin: TimeSpan.FromMinutes(1), candidateAt: $"{address}");

        using var response = await front.PostAsync("/predict", "body");

        (response.StatusCode, await response.Content.ReadAsStringAsync(Token)).ShouldBe((HttpStatusCode.OK, "body"));
        (front.Count(1).Requests, front.Count(2).ConnectionFailures).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Predict_CandidateBreaksOff_IsAnsweredByStableWithTheWholeBody()
    {
        await using var front = await Front.OpenAsync(Echo, BreakOff, weight: 100);

        using var response = await front.PostAsync("/v2/models/loan-default/infer", "body");

        (response.StatusCode, await response.Content.ReadAsStringAsync(Token)).ShouldBe((HttpStatusCode.OK, "body"));
    }

    [Fact]
    public async Task Predict_CandidateBreaksOffInTheMiddleOfItsAnswer_IsAnsweredByStable()
    {
        await using var front = await Front.OpenAsync(Echo, x => BreakOffAfter(x, length: 100, Task.CompletedTask), weight: 100);

        using var response = await front.PostAsync("/predict", "body");

        (response.StatusCode, await response.Content.ReadAsStringAsync(Token)).ShouldBe((HttpStatusCode.OK, "body"));
        front.Count(2).ConnectionFailures.ShouldBe(1);
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(null)]
    public async Task Predict_LongAnswerBreaksOff_IsCutOffForItsClientToo(int? length)
    {
        var seen = new TaskCompletionSource();
        await using var front = await Front.OpenAsync(
            x => BreakOffAfter(x, length, seen.Task), candidate: null, weight: 0, answerWithin: TimeSpan.FromMinutes(1));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/other") { Content = new StringContent("body") };

        using var response = await front.SendAsync(request);
        seen.SetResult();

        await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Token));
        await front.UntilIdleAsync(1);
        front.Count(1).ConnectionFailures.ShouldBe(1);
    }

    [Fact]
    public async Task Explain_CandidateBreaksOff_IsAnsweredByStable()
    {
        await using var front = await Front.OpenAsync(Echo, BreakOff, weight: 100);

        using var response = await front.PostAsync("/explain", "body");

        (response.StatusCode, await response.Content.ReadAsStringAsync(Token)).ShouldBe((HttpStatusCode.OK, "body"));
    }

    [Fact]
    public async Task Explain_Answered_SaysNothingOfHowARevisionPredicts()
    {
        await using var front = await Front.OpenAsync(x => Status(x, 500), candidate: null, weight: 0);

        using var response = await front.PostAsync("/explain", "body");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (front.Count(1).Requests, front.Count(1).Errors).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Feedback_BesideACandidate_IsToldToStableAndSaysNothingOfHowItPredicts()
    {
        await using var front = await Front.OpenAsync(Echo, Echo, weight: 100);

        using var response = await front.PostAsync("/feedback", "body");

        response.Headers.GetValues(RevisionHeader.Name).ShouldBe(["1"]);
        (front.Count(1).Requests, front.Count(2).Requests).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Feedback_StableBreaksOff_IsToldToTheCandidate()
    {
        await using var front = await Front.OpenAsync(BreakOff, Echo, weight: 0);

        using var response = await front.PostAsync("/feedback", "body");

        (response.StatusCode, await response.Content.ReadAsStringAsync(Token)).ShouldBe((HttpStatusCode.OK, "body"));
        response.Headers.GetValues(RevisionHeader.Name).ShouldBe(["2"]);
    }

    [Fact]
    public async Task Post_OfAnythingElseThatBreaksOff_IsNotPutTwice()
    {
        await using var front = await Front.OpenAsync(Echo, BreakOff, weight: 100);

        using var response = await front.PostAsync("/other", "body");

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("Revision 2 did not answer.");
        front.Count(1).Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Predict_CandidateAnswersAnError_IsForwardedAndCounted()
    {
        await using var front = await Front.OpenAsync(Echo, x => Status(x, 500), weight: 100);

        using var response = await front.PostAsync("/predict", "body");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        response.Headers.GetValues(RevisionHeader.Name).ShouldBe(["2"]);
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Predict_BodyTooLarge_IsRefusedEachTimeAndCountsAgainstNobody(bool isLengthKnown)
    {
        await using var front = await Front.OpenAsync(RefuseLarge, RefuseLarge, weight: 50);
        var body = new byte[5 << 20];

        for (var request = 0; request < 20; request++)
        {
            HttpContent content = isLengthKnown ? new ByteArrayContent(body) : new UnknownLength(body);
            using var response = await front.PostAsync("/predict", content, cancellationToken: Token);

            response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }

        (front.Count(1).Errors, front.Count(2).Errors).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Predict_AsLargeAsAServerTakes_IsForwardedWhole()
    {
        await using var front = await Front.OpenAsync(Length, candidate: null, weight: 0);

        var body = new byte[PredictionLimits.MostBodyBytes];

        using var known = await front.PostAsync("/predict", new ByteArrayContent(body), cancellationToken: Token);
        using var unknown = await front.PostAsync("/predict", new UnknownLength(body), cancellationToken: Token);

        (await known.Content.ReadAsStringAsync(Token)).ShouldBe("1048576");
        (await unknown.Content.ReadAsStringAsync(Token)).ShouldBe("1048576");
    }

    [Theory]
    [InlineData("Content-Length: 1000\r\n\r\nhalf")]
    [InlineData("Content-Length: 1000\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nnot a length\r\n")]
    public async Task Predict_UploadBreaksOffOrIsNotHttp_NeverMeetsARevision(string request)
    {
        await using var front = await Front.OpenAsync(Echo, Echo, weight: 50);

        var said = await front.SendAsync($"POST /predict HTTP/1.1\r\nHost: model\r\n{request}");

        said.ShouldNotContain("HTTP/1.1 200");
        said.ShouldNotContain("HTTP/1.1 502");
        (front.Count(1).Requests, front.Count(2).Requests).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Predict_ClientLeavesWhileItIsAnswered_CountsAgainstNobody()
    {
        var (asked, forever) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var front = await Front.OpenAsync(
            _ =>
            {
                asked.SetResult();
                return forever.Task;
            },
            candidate: null,
            weight: 0,
            answerWithin: TimeSpan.FromMinutes(1));
        using var leave = new CancellationTokenSource();
        var request = front.PostAsync("/predict", new StringContent("body"), null, leave.Token);
        await asked.Task;

        await leave.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
        await front.UntilIdleAsync(1);
        forever.SetResult();
        (front.Count(1).Requests, front.Count(1).Errors).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Predict_AnyRequest_ShowsTheServerTheSecretOfItsGateway()
    {
        await using var front = await Front.OpenAsync(
            x => x.Response.WriteAsync(x.Request.Headers[PredictionHeaders.Secret].ToString()), candidate: null, weight: 0);

        using var response = await front.PostAsync("/predict", "body", PredictionHeaders.Secret);

        (await response.Content.ReadAsStringAsync(Token)).ShouldBe("a secret of servers");
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

        await front.TakeDownAsync();

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
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        problem.GetProperty("status").GetInt32().ShouldBe(503);
        problem.GetProperty("title").GetString().ShouldBe("Service Unavailable");
        problem.GetProperty("detail").GetString().ShouldBe("No revision of this model answers here now.");
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

    private static async Task Length(HttpContext context)
    {
        var length = 0L;
        var piece = new byte[1 << 16];
        while (await context.Request.Body.ReadAsync(piece) is var read and > 0)
            length += read;
        await context.Response.WriteAsync(length.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>As a server does: it answers and hangs up while the body is still being sent.</summary>
    private static Task RefuseLarge(HttpContext context)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = 100;
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return Task.CompletedTask;
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

    private static async Task BreakOffAfter(HttpContext context, int? length, Task isSeen)
    {
        context.Response.ContentLength = length;
        await context.Response.WriteAsync("the first part");
        await context.Response.Body.FlushAsync();
        await isSeen;
        context.Abort();
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Content that is sent in chunks.</summary>
    private sealed class UnknownLength(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
