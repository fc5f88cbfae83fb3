using System.Globalization;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Pipeline.Polyfills.Scriban;

public class LanguageTests : OwnTests
{
    [Theory]
    [InlineData("{{ f(x, y = 2, z...) = x }}", "PARSE ERRORS")]
    [InlineData("{{ func f(x, z...); z | array.size; end; f 1 2 3 }}", "2")]
    [InlineData("{{ func f(a, b); ret a - b; end; f b:1 a:5 }}", "4")]
    [InlineData("{{ g(x) = x * 2; h = 3; g h }} {{ math.times h h }}", "6 9")]
    [InlineData("{{ limit = 2; [1, 2, 3] | array.filter @(do; ret $0 > limit; end) }}", "[3]")]
    [InlineData("{{ for i in [1]; [1, 2] | array.map 'x'; end }}", "[null, null]")]
    [InlineData("{{ for kv in {a: 1, b: 2} }}{{ kv.key }}={{ kv.value }};{{ end }}", "a=1;b=2;")]
    [InlineData("{{ true ? 'a' : 'b' }}{{ false ? 1 : true ? 2 : 3 }}", "a2")]
    [InlineData("{{ 'a'\n | string.upcase\n | string.append 'b' }}", "Ab")]
    [InlineData("{{ x = [\n 1,\n 2\n] }}{{ x[-1] }}", "2")]
    [InlineData("{{ 2 + 3 * 4 - 10 / 4 }} {{ 1 + 1 == 2 && !false }}", "11.5 true")]
    [InlineData("{{ 9223372036854775807 + 1 }}", "9223372036854775808")]
    [InlineData("{{ 1.5m * 2 }} {{ 0x1F }} {{ 0b101 }}", "3.0 31 5")]
    [InlineData("{{ if empty == '' }}empty{{ end }} {{ [].empty? }} {{ 'a'.empty? }}", "empty true false")]
    [InlineData("{{ $x = 1; $x + 1 }}", "2")]
    [InlineData("{{ (date.parse '2026-03-01') - (date.parse '2026-02-28') }}", "1.00:00:00")]
    [InlineData("{{ '{\"a\":[1,null]}' | object.from_json }}", "{a: [1, null]}")]
    [InlineData("{%%{ {%{ }%} }%%}", " {%{ }%} ")]
    [InlineData("{{ object.eval '1 + 2' }}{{ object.eval_template '<{{ 3 }}>' }}", "3<3>")]
    public void Template_InTheLanguage_Renders(string text, string expected)
    {
        var result = RecordedRun.Of(text, "language.sbn", new TemplateContext());

        result.ShouldStartWith(expected == "PARSE ERRORS" ? expected : $"OUTPUT\n{expected}");
    }

    [Theory]
    [InlineData("  {{ text }}", "Indenting a value of several lines is not supported")]
    [InlineData("{{ for i in [1] }}{{ for.index0 }}{{ end }}", "`index0` of a loop is not supported here")]
    [InlineData("{{ include_join ['a'] ', ' }}", "`include_join` is not supported")]
    [InlineData("{{ date.parse '2026' '%Y' }}", "A pattern for date.parse is not supported")]
    [InlineData("{{ 1 / 0 }}", "divide by zero")]
    [InlineData("{{ 1 + null }}", "The operator `+` is not supported between number and null.")]
    [InlineData("{{ 'a' | string.append }}", "Invalid number of arguments `1` passed to `string.append`")]
    [InlineData("{{ [] | math.ceil }}", "Unable to convert type `array` to `double`")]
    [InlineData("{{ readonly text; text = 1 }}", "Cannot set value on the readonly variable `text`")]
    public void Template_ThatCannotBeFollowed_SaysSo(string text, string sentence)
    {
        var context = new TemplateContext();
        context.PushGlobal(new ScriptObject { ["text"] = "a\nb" });

        var result = RecordedRun.Of(text, "refused.sbn", context);

        result.ShouldStartWith("RUNTIME ERROR\nrefused.sbn(1,");
        result.ShouldContain(sentence);
    }

    [Fact]
    public void Context_WithoutRelaxedMembers_RefusesAMisspeltMember()
    {
        var context = new TemplateContext { EnableRelaxedMemberAccess = false };
        context.PushGlobal(ScriptObject.From(new { result = new RecordedResult() }));

        var result = RecordedRun.Of("{{ result.run_di }}", "strict.sbn", context);

        result.ShouldBe(
            "RUNTIME ERROR\nstrict.sbn(1,11) : error : Cannot get member with name run_di: recorded_result has "
            + "area_under_roc_curve, note, run_id, started_at, tree_counts.");
    }

    [Fact]
    public void Context_ThatOverridesWrite_SeesValuesAndNotText()
    {
        var context = new BracketingContext();

        var result = Template.Parse("a{{ 'b' }}c{{ null }}{{ x = 1 }}").Render(context);

        result.ShouldBe("a[b]c");
    }

    [Fact]
    public void Context_WithACulture_FormatsNumbersInIt()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        var context = new TemplateContext();
        context.PushCulture(culture);

        var result = Template.Parse("{{ 1.5 }} {{ 2.25 | math.format '0.0' }}").Render(context);

        result.ShouldBe("1,5 2,3");
    }

    [Fact]
    public void Model_WithARenamer_IsKnownByItsNames()
    {
        var result = Template.Parse("{{ RunId }}{{ run_id }}").Render(new RecordedResult(), member => member.Name);

        result.ShouldBe("r-1");
    }

    [Fact]
    public void Object_ImportedFromAType_HasItsStaticMethods()
    {
        var functions = new ScriptObject();
        functions.Import(typeof(Arithmetic));
        var context = new TemplateContext();
        context.PushGlobal(functions);

        var result = Template.Parse("{{ add_all 1 2 3 }} {{ 2 | add_one }}").Render(context);

        result.ShouldBe("6 3");
    }

    [Fact]
    public void Evaluation_OfAnExpression_ReturnsItsValue()
    {
        var value = Template.Evaluate("run_id + '!'", new RecordedResult());

        value.ShouldBe("r-1!");
    }

    [Fact]
    public void Parsing_OfWhatIsLeftOut_IsRefused()
    {
        var frontMatter = new LexerOptions { Mode = ScriptMode.FrontMatterOnly };

        Should.Throw<NotSupportedException>(() => Template.ParseLiquid("{{ a }}"));
        Should.Throw<NotSupportedException>(() => Template.Parse("{{ a }}", lexerOptions: frontMatter));
    }

    private sealed class BracketingContext : TemplateContext
    {
        public override TemplateContext Write(SourceSpan span, object textAsObject) =>
            textAsObject is null ? this : Write($"[{textAsObject}]");
    }

    private static class Arithmetic
    {
        public static int AddAll(params int[] values) => values.Sum();

        public static int AddOne(int value) => value + 1;
    }
}
