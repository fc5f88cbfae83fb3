using System.Collections.Generic;
using System.Linq;
using Scriban.Parsing;
using Scriban.Syntax;

namespace Scriban.Runtime;

/// <summary>What <c>for</c>, <c>while</c> and <c>tablerow</c> mean within their loop.</summary>
internal sealed class LoopState : IScriptObject
{
    private static readonly string[] Names = ["index", "first", "even", "odd"];
    private static readonly string[] ListNames = ["rindex", "last", "length", "changed"];

    private int _index;

    public IReadOnlyList<object> Items { get; set; }

    public int Count => GetMembers().Count();

    public bool IsReadOnly
    {
        get => true;
        set { }
    }

    public void Next() => _index++;

    public IEnumerable<string> GetMembers() => Items is null ? Names : [.. Names, .. ListNames];

    public bool Contains(string member) => GetMembers().Contains(member);

    public bool TryGetValue(TemplateContext context, SourceSpan span, string member, out object value)
    {
        value = Contains(member)
            ? Value(member)
            : throw new ScriptRuntimeException(
                span, $"`{member}` of a loop is not supported here, only {string.Join(", ", GetMembers())}.");
        return true;
    }

    public bool CanWrite(string member) => false;

    public bool TrySetValue(TemplateContext context, SourceSpan span, string member, object value, bool readOnly) => false;

    public bool Remove(string member) => false;

    public void SetReadOnly(string member, bool readOnly)
    {
    }

    public IScriptObject Clone(bool deep) => this;

    private object Value(string member) => member switch
    {
        "index" => _index,
        "first" => _index == 0,
        "even" => _index % 2 == 0,
        "odd" => _index % 2 == 1,
        "rindex" => Items.Count - _index - 1,
        "last" => _index == Items.Count - 1,
        "length" => Items.Count,
        _ => _index == 0 || !Equals(Items[_index], Items[_index - 1]),
    };
}
