using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using Scriban.Functions;
using Scriban.Runtime;

namespace Scriban;

public partial class TemplateContext : IFormatProvider
{
    private readonly Stack<CultureInfo> _cultures = new();
    private readonly Stack<IScriptObject> _globals = new();
    private readonly Dictionary<Type, MemberMap> _members = [];

    public TemplateContext()
        : this(GetDefaultBuiltinObject())
    {
    }

    public TemplateContext(ScriptObject builtin)
    {
        BuiltinObject = builtin ?? GetDefaultBuiltinObject();
        _globals.Push(new ScriptObject());
    }

    public ScriptObject BuiltinObject { get; }

    public CultureInfo CurrentCulture => _cultures.Count == 0 ? CultureInfo.InvariantCulture : _cultures.Peek();

    public IScriptObject CurrentGlobal => _globals.Peek();

    public int GlobalCount => _globals.Count;

    public CancellationToken CancellationToken { get; set; }

    public ITemplateLoader TemplateLoader { get; set; }

    public Dictionary<string, Template> CachedTemplates { get; } = new(StringComparer.Ordinal);

    public MemberRenamerDelegate MemberRenamer { get; set; } = StandardMemberRenamer.Default;

    public MemberFilterDelegate MemberFilter { get; set; }

    public string NewLine { get; set; } = "\n";

    public bool AutoIndent { get; set; } = true;

    public bool EnableOutput { get; set; } = true;

    public bool StrictVariables { get; set; }

    public bool EnableRelaxedMemberAccess { get; set; } = true;

    public bool EnableRelaxedTargetAccess { get; set; }

    public bool EnableRelaxedIndexerAccess { get; set; } = true;

    public bool EnableNullIndexer { get; set; }

    /// <summary>Iterations of a loop together with the loops in it; zero for no limit.</summary>
    public int LoopLimit { get; set; } = 1000;

    /// <summary>Items that one function or operator may run over; the loop limit when it is null.</summary>
    public int? LoopLimitQueryable { get; set; }

    public int RecursiveLimit { get; set; } = 100;

    public int ObjectRecursionLimit { get; set; } = 20;

    /// <summary>Characters of one value; zero for no limit. The whole result may have 64 times as many.</summary>
    public int LimitToString { get; set; } = 1_048_576;

    public TimeSpan RegexTimeOut { get; set; } = TimeSpan.FromSeconds(10);

    public static ScriptObject GetDefaultBuiltinObject() => BuiltinFunctions.Create();

    public void PushCulture(CultureInfo culture) => _cultures.Push(culture ?? throw new ArgumentNullException(nameof(culture)));

    public CultureInfo PopCulture() => _cultures.Count == 0
        ? throw new InvalidOperationException("No culture was pushed that could be popped.")
        : _cultures.Pop();

    public void PushGlobal(IScriptObject scriptObject) =>
        _globals.Push(scriptObject ?? throw new ArgumentNullException(nameof(scriptObject)));

    public IScriptObject PopGlobal() => _globals.Count == 1
        ? throw new InvalidOperationException("No global object was pushed that could be popped.")
        : _globals.Pop();

    public object GetFormat(Type formatType) => CurrentCulture.GetFormat(formatType);

    /// <summary>How often array.cycle was called, by what it was called with.</summary>
    internal Dictionary<string, int> Cycles { get; } = new(StringComparer.Ordinal);

    internal MemberMap MembersOf(Type type)
    {
        if (!_members.TryGetValue(type, out var members))
        {
            members = new MemberMap(type, MemberFilter, MemberRenamer);
            _members.Add(type, members);
        }

        return members;
    }
}
