namespace EdgeIpc.Tests;

public sealed class VerbListTests
{
    [Fact]
    public void Every_verb_is_listed_once_and_says_what_it_does()
    {
        var verbs = VerbList.Create().ToList();
        Assert.Equal(verbs.Count, verbs.Select(verb => verb.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(verbs, verb => Assert.False(string.IsNullOrWhiteSpace(verb.Description)));
    }
}
