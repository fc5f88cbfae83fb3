using Scriban;
using Scriban.Runtime;

namespace Pipeline.Polyfills.Scriban;

/// <summary>Templates that would end the process, run for ever or fill memory, if nothing stopped them.</summary>
public class HostileTemplateTests : OwnTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public static TheoryData<string, string> Deep => new()
    {
        { "parentheses", $"{{{{ {Repeated("(", 50_000)}1 }}}}" },
        { "lists", $"{{{{ {Repeated("[", 50_000)}1 }}}}" },
        { "objects", $"{{{{ {Repeated("{a:", 50_000)}1 }}}}" },
        { "operators", $"{{{{ {Repeated("!", 50_000)}1 }}}}" },
        { "calls", $"{{{{ {Repeated("f(", 50_000)}1 }}}}" },
        { "indexes", $"{{{{ {Repeated("a[", 50_000)}1 }}}}" },
        { "conditions", $"{{{{ {Repeated("1 ? ", 50_000)}1 }}}}" },
        { "blocks", Repeated("{{ if true }}", 50_000) },
        { "functions", $"{{{{ {Repeated("do; ", 50_000)} }}}}" },
        { "interpolations", $"{{{{ {Repeated("$\"{", 50_000)} }}}}" },
    };

    public static TheoryData<string, string> Endless => new()
    {
        { "sums", $"{{{{ 1{Repeated(" + 1", 100_000)} }}}}" },
        { "members", $"{{{{ nested{Repeated("?.a", 100_000)} }}}}" },
        { "pipes", $"{{{{ 1{Repeated(" | math.abs", 100_000)} }}}}" },
        { "nested loops", "{{ for a in 1..900; for b in 1..900; for c in 1..900; end; end; end }}" },
        { "a loop over numbers", "{{ for a in 1..9000000000; end }}" },
        { "a loop backwards over numbers", "{{ for a in 1..9000000000 reversed; end }}" },
        { "numbers counted", "{{ 1..9000000000 | array.size }}" },
        { "numbers joined", "{{ 1..9000000000 | array.join ',' }}" },
        { "numbers printed", "{{ 1..9000000000 }}" },
        { "numbers compared", "{{ (1..9000000000) == (1..9000000000) }}" },
        { "calls in pairs", "{{ func f; if $0 > 0; f ($0 - 1); f ($0 - 1); end; end; f 90 }}" },
        { "calls through a list", "{{ func f; [1, 2, 3] | array.each @f; end; f 1 }}" },
        { "text doubled", "{{ a = 'x'; for i in 1..900; a = a + a; end }}" },
        { "text times a number", "{{ 'x' * 2000000000 }}" },
        { "text padded", "{{ 'x' | string.pad_left 2000000000 }}" },
        { "text replaced by itself", "{{ a = 'aaaaaaaa'; for i in 1..900; a = a | string.replace 'a' a; end }}" },
        { "text replaced by a pattern", "{{ a = 'aaaaaaaa'; for i in 1..900; a = a | regex.replace 'a' 'aaaaaaaa'; end }}" },
        { "text kept", "{{ a = 'x' * 1000000; b = []; for i in 1..900; b[i] = a + i; end }}" },
        { "text captured", "{{ a = 'x' * 1000000; for i in 1..900; capture b; a; a; end; end }}" },
        { "text written", "{{ a = 'x' * 1000000; for i in 1..900; a; end }}" },
        { "a far index", "{{ a = []; a[2000000000] = 1 }}" },
        { "a far insertion", "{{ [] | array.insert_at 2000000000 1 }}" },
        { "lists doubled", "{{ a = [1]; for i in 1..900; a = a + a; end }}" },
        { "a number squared", "{{ a = 9; for i in 1..900; a = a * a; end }}" },
        { "a number shifted", "{{ 1 << 2000000000 }}" },
        { "a pattern that backtracks", "{{ ('a' * 60) + '!' | regex.match '^(a+)+$' }}" },
        { "an object in itself", "{{ a = {}; a.a = a; a }}" },
        { "an object in itself as JSON", "{{ a = {}; a.a = a; a | object.to_json }}" },
        { "a list in itself", "{{ a = []; a[0] = a; a }}" },
        { "lists in themselves compared", "{{ a = []; a[0] = a; b = []; b[0] = b; a == b }}" },
        { "text evaluated", "{{ a = 'object.eval a'; object.eval a }}" },
        { "a template evaluated", "{{ a = '{' + '{ object.eval_template a }' + '}'; object.eval_template a }}" },
        { "deep text evaluated", "{{ a = '(' * 100000; object.eval a }}" },
        { "a template that includes itself", "{{ include 'self' }}" },
    };

    [Theory]
    [MemberData(nameof(Deep))]
    public async Task Template_ThatNestsWithoutEnd_IsRefusedByTheParser(string _, string text)
    {
        var result = await Within(() => Run(text));

        result.ShouldStartWith("PARSE ERRORS");
        result.ShouldContain("nests deeper than");
    }

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task Template_ThatTakesTooMuch_EndsWithAnError(string _, string text)
    {
        var result = await Within(() => Run(text));

        result.ShouldStartWith("RUNTIME ERROR");
    }

    [Fact]
    public async Task Template_ThatIsCancelled_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        var context = new TemplateContext { CancellationToken = cancellation.Token, LoopLimit = 0 };
        await cancellation.CancelAsync();

        var result = await Within(() => RecordedRun.Of("{{ while true; end }}", "endless.sbn", context));

        result.ShouldBe("RUNTIME ERROR\nendless.sbn(1,1) : error : The template was cancelled.");
    }

    [Fact]
    public void Context_AfterAFailure_RendersTheNextTemplate()
    {
        var context = Context();
        RecordedRun.Of("{{ func f; for i in 1..9; f; end; end; f }}", "failing.sbn", context).ShouldStartWith("RUNTIME ERROR");

        var result = RecordedRun.Of("{{ for i in 1..1000; end }}{{ f2(x) = x; f2 3 }}", "next.sbn", context);

        result.ShouldBe("OUTPUT\n3");
    }

    private static string Run(string text) => RecordedRun.Of(text, "hostile.sbn", Context());

    private static TemplateContext Context()
    {
        var context = new TemplateContext { TemplateLoader = new SelfLoader(), RegexTimeOut = TimeSpan.FromMilliseconds(200) };
        context.PushGlobal(new ScriptObject { ["nested"] = new ScriptObject() });
        return context;
    }

    private static string Repeated(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    // On a thread of the pool, whose stack is smaller than the main thread's.
    private static Task<string> Within(Func<string> run) =>
        Task.Run(run, TestContext.Current.CancellationToken).WaitAsync(Longest, TestContext.Current.CancellationToken);
}
