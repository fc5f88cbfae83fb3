using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Pipeline.Manifest.Records;
using Pipeline.Monitoring.Alerts;
using Pipeline.Testing;
using static Pipeline.Monitoring.Alerts.SomeAlert;

namespace Pipeline.Monitoring.Channels;

public sealed class HttpChannelTests : IDisposable
{
    private const string Hostile =
        "</script><!channel> @here <https://evil.example|click> **bold** [x](http://e)\r\nBcc: x\u202e";

    private readonly HttpStandIn _server = HttpStandIn.Start();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Slack_Message_IsBlockKitWithinItsLimits()
    {
        await SendAsync(new SlackChannel(), new SlackOptions { Url = Url }, Firing());

        var body = Sent();
        Held("slack.schema.json", body);
        ((string)body["blocks"]![0]!["text"]!["text"]!).ShouldBe("🔴 Firing: drift of column 'age', production of loan-default");
        body.ToJsonString().ShouldContain("psi in column");
    }

    [Fact]
    public async Task Slack_HostileText_MentionsNobody()
    {
        var alert = Firing(Hostile, Subject(column: new string('<', 5000)));

        await SendAsync(new SlackChannel(), new SlackOptions { Url = Url }, alert);

        var body = Sent();
        Held("slack.schema.json", body);
        var notified = (string)body["text"]!;
        notified.ShouldContain("&lt;!channel&gt;");
        notified.ShouldNotContain('<');
        body.ToJsonString().ShouldNotContain("mrkdwn");
    }

    [Fact]
    public async Task Slack_Bot_ChangesItsMessage()
    {
        var options = new SlackOptions
        {
            Token = new SecretReference("TOKEN"),
            Channel = "C024BE91L",
            Api = $"{_server.Address}/api",
        };
        _server.Answers.Enqueue((200, """{"ok": true, "ts": "1503435956.000247"}""", null));
        _server.Answers.Enqueue((200, """{"ok": true, "ts": "1503435956.000247"}""", null));
        _server.Answers.Enqueue((200, """{"ok": false, "error": "message_not_found"}""", null));

        var first = await SendAsync(new SlackChannel(), options, Firing());
        await SendAsync(new SlackChannel(), options, Firing(), AlertNews.Resolved, first.MessageId);
        var gone = await FailAsync(new SlackChannel(), options, first.MessageId);

        first.MessageId.ShouldBe("1503435956.000247");
        _server.Requests.Select(x => x.Path).ShouldBe(["/api/chat.postMessage", "/api/chat.update", "/api/chat.update"]);
        ((string)Sent(1)["ts"]!).ShouldBe("1503435956.000247");
        _server.Requests[0].Headers["Authorization"].ShouldBe("Bearer s3cret-token");
        gone.ForgetsMessage.ShouldBeTrue();
    }

    [Fact]
    public async Task Teams_Message_IsAnAdaptiveCardWithoutMarkUp()
    {
        await SendAsync(new TeamsChannel(), new TeamsOptions { Url = Url }, Firing(Hostile));

        var body = Sent();
        Held("teams.schema.json", body);
        body.ToJsonString().ShouldNotContain("TextBlock\"}");
        Encoding.UTF8.GetByteCount(_server.Requests[0].Body).ShouldBeLessThan(28 * 1024);
    }

    [Fact]
    public async Task Webhook_Message_HasKeyAndSignature()
    {
        var options = new WebhookOptions
        {
            Url = Url,
            Token = new SecretReference("TOKEN"),
            SigningKey = new SecretReference("KEY"),
        };

        await SendAsync(new WebhookChannel(), options, Firing());

        var (_, headers, text) = _server.Requests[0];
        var key = $"{Firing().Fingerprint}-1-firing";
        headers["Idempotency-Key"].ShouldBe(key);
        headers["Authorization"].ShouldBe("Bearer s3cret-token");
        var signature = HMACSHA256.HashData("s3cret-key"u8, Encoding.UTF8.GetBytes(text));
        headers["X-Pipeline-Signature-256"].ShouldBe($"sha256={Convert.ToHexStringLower(signature)}");
        Sent()["key"]!.GetValue<string>().ShouldBe(key);
        Sent()["alert"]!["state"]!.GetValue<string>().ShouldBe("firing");
    }

    [Theory]
    [InlineData(429, "30", false, 30)]
    [InlineData(500, null, false, null)]
    [InlineData(503, "Fri, 02 Jan 2099 00:00:00 GMT", false, -1)]
    [InlineData(403, null, false, null)]
    [InlineData(400, null, true, null)]
    [InlineData(413, null, true, null)]
    public async Task Post_Refused_SaysWhetherItIsTheMessage(int status, string? retryAfter, bool isOfMessage, int? seconds)
    {
        _server.Answers.Enqueue((status, "why\nnot", retryAfter));

        var failure = await FailAsync(new WebhookChannel(), new WebhookOptions { Url = Url });

        failure.Message.ShouldBe($"it answers {status}: why not");
        failure.IsOfMessage.ShouldBe(isOfMessage);
        failure.RetryAfter.HasValue.ShouldBe(retryAfter is not null);
        if (seconds > 0)
            failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds.Value));
    }

    [Fact]
    public async Task Post_SentElsewhere_IsNotFollowed()
    {
        _server.Answers.Enqueue((302, "", $"{_server.Address}/elsewhere"));

        var failure = await FailAsync(new WebhookChannel(), new WebhookOptions { Url = Url });

        failure.Message.ShouldContain("sends on elsewhere");
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Post_EndlessAnswer_IsNotRead()
    {
        _server.Answers.Enqueue((200, new string('x', 1 << 20), null));

        var failure = await FailAsync(new WebhookChannel(), new WebhookOptions { Url = Url });

        failure.Message.ShouldStartWith("127.0.0.1 does not answer");
    }

    [Fact]
    public async Task Post_NobodyListens_SaysSoWithoutTheAddress()
    {
        var request = Request(new WebhookOptions { Url = Url }, "http://127.0.0.1:1/T0/s3cret-path");
        await using var sender = new WebhookChannel().Open(request);

        var failure = await Should.ThrowAsync<ChannelFailedException>(() => sender.SendAsync(Message(Firing()), Token));

        failure.Message.ShouldBe("127.0.0.1 does not answer (Connection refused)");
    }

    [Fact]
    public async Task Post_AnswerHasTheSecret_IsNotRepeated()
    {
        _server.Answers.Enqueue((404, "no hook at /hooks/T0/s3cret-path", null));

        var failure = await FailAsync(new WebhookChannel(), new WebhookOptions { Url = Url });

        failure.Message.ShouldNotContain("s3cret");
        failure.Message.ShouldContain("***");
    }

    [Theory]
    [InlineData("http://example.com/hook", "begins with http://")]
    [InlineData("https://user:s3cret@example.com/hook", "a user or a password")]
    [InlineData("file:///etc/passwd", "no address")]
    [InlineData("s3cret", "no address")]
    public void Open_AddressThatIsNotSafe_IsRefusedWithoutRepeatingIt(string address, string reason)
    {
        var request = Request(new WebhookOptions { Url = Url }, address);

        var failure = Should.Throw<ChannelFailedException>(() => new WebhookChannel().Open(request));

        failure.Message.ShouldContain("the variable HOOK");
        failure.Message.ShouldContain(reason);
        failure.Message.ShouldNotContain("s3cret");
    }

    [Fact]
    public void Open_VariableIsNotSet_IsNamed()
    {
        var request = Request(new WebhookOptions { Url = Url }, "");

        Should.Throw<ChannelFailedException>(() => new WebhookChannel().Open(request))
            .Message.ShouldBe("the variable HOOK is not set");
    }

    private static SecretReference Url => new("HOOK");

    private static AlertMessage Message(Alert alert, AlertNews news = AlertNews.Firing, string? id = null) =>
        new(news, alert) { At = Noon.AddHours(3), MessageId = id };

    private static void Held(string schema, JsonNode body)
    {
        var folder = Path.Combine(Repository.Root, "tests", "Pipeline.Tests", "Monitoring", "Channels");
        var text = File.ReadAllText(Path.Combine(folder, schema));
        var element = JsonSerializer.SerializeToElement(body);
        var held = JsonSchema.FromText(text).Evaluate(element, new EvaluationOptions { OutputFormat = OutputFormat.List });
        var errors = held.Details?.Where(x => x.Errors is not null).SelectMany(x => x.Errors!.Values) ?? [];
        held.IsValid.ShouldBeTrue(string.Join('\n', errors));
    }

    private JsonObject Sent(int index = 0) => (JsonObject)JsonNode.Parse(_server.Requests[index].Body)!;

    private AlertChannelRequest Request(object options, string? address = null) => new("team", options)
    {
        Folder = Path.GetTempPath(),
        Variable = name => name switch
        {
            "HOOK" => address ?? $"{_server.Address}/hooks/T0/s3cret-path",
            "TOKEN" => "s3cret-token",
            "KEY" => "s3cret-key",
            _ => null,
        },
    };

    private async Task<AlertReceipt> SendAsync(
        IAlertChannel channel, object options, Alert alert, AlertNews news = AlertNews.Firing, string? id = null)
    {
        await using var sender = channel.Open(Request(options));
        return await sender.SendAsync(Message(alert, news, id), Token);
    }

    private Task<ChannelFailedException> FailAsync(IAlertChannel channel, object options, string? id = null) =>
        Should.ThrowAsync<ChannelFailedException>(() => SendAsync(channel, options, Firing(), AlertNews.Firing, id));
}
